from readiness_lint.knowledge.schema import Is, Knowledge, each

# Libraries that work on what they are given: images, numbers, dates, texts.  None of them opens a
# connection; those that may, such as `pandas` and `lxml`, are left out.
AT_HAND = Is("at-hand")

PILLOW = Knowledge("Pillow", "9.0-12.0", "https://pillow.readthedocs.io", each("PIL", "", AT_HAND))

NUMPY = Knowledge("numpy", "1.24-2.4", "https://numpy.org/doc/stable", each("numpy", "", AT_HAND))

DATEUTIL = Knowledge(
    "python-dateutil", "2.8-2.9", "https://dateutil.readthedocs.io", each("dateutil", "", AT_HAND)
)

BEAUTIFUL_SOUP = Knowledge(
    "beautifulsoup4",
    "4.9-4.14",
    "https://www.crummy.com/software/BeautifulSoup/bs4/doc",
    each("bs4", "", AT_HAND),
)

PYYAML = Knowledge("PyYAML", "5.1-6.0", "https://pyyaml.org", each("yaml", "", AT_HAND))
