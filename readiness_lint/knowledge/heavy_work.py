"""Calls that compute for the longer the more they are given: images, tables, archives."""

from readiness_lint.knowledge.schema import Computes, Is, Knowledge, Returns, each
from readiness_lint.terms import Type

IMAGES = Computes(0, kind="images")
FRAMES = Computes(0, kind="frames")
ARCHIVES = Computes(0, kind="archives")
IMAGE, FRAME = "PIL.Image.Image", "pandas.DataFrame"

PILLOW_WORK = Knowledge(
    "pillow",
    "11.3",
    "https://pillow.readthedocs.io",
    (
        *each(IMAGE, "resize convert rotate filter", IMAGES, Returns(Type(IMAGE))),
        *each(IMAGE, "thumbnail save", IMAGES),
        *each(IMAGE, "crop copy", Returns(Type(IMAGE))),
    ),
)
PDF_WORK = Knowledge(
    "weasyprint",
    "66.0",
    "https://doc.courtbouillon.org/weasyprint",
    (
        ("weasyprint.HTML", Is("class")),
        *each("weasyprint.HTML", "write_pdf render", IMAGES),
        *each("xhtml2pdf.pisa", "CreatePDF", IMAGES),
        *each("pytesseract", "image_to_string image_to_data", IMAGES),
        *each("cv2", "imdecode imencode resize", IMAGES),
    ),
)
PANDAS_WORK = Knowledge(
    "pandas",
    "2.2-3.0",
    "https://pandas.pydata.org/docs/",
    (
        *each("pandas", "read_csv read_excel read_parquet", FRAMES),
        *each(FRAME, "merge apply to_csv to_excel", FRAMES),
    ),
)
MODEL_WORK = Knowledge(
    "sentence-transformers",
    "5.1",
    "https://sbert.net",
    (
        ("sentence_transformers.SentenceTransformer", Is("class")),
        ("sentence_transformers.SentenceTransformer.encode", FRAMES),
    ),
)
ARCHIVE_WORK = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/archiving.html",
    (
        *each("zipfile.ZipFile tarfile.TarFile", "extractall", ARCHIVES),
        *each("shutil", "unpack_archive make_archive", ARCHIVES),
        *each("difflib.SequenceMatcher", "ratio", ARCHIVES),
    ),
)
WORKBOOK_WORK = Knowledge(
    "openpyxl",
    "3.1",
    "https://openpyxl.readthedocs.io",
    (("openpyxl.load_workbook", ARCHIVES),),
)
