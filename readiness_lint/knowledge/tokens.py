"""Calls that read the claims of a token, and what they check."""

from readiness_lint.knowledge.schema import Decodes, Is, Knowledge, Names, Param, each

# The second version takes no ``verify`` any more, and refuses to decode without algorithms.
PYJWT_DECODES = Decodes(
    Param("jwt", 0),
    Param("key", 1),
    Param("algorithms", 2),
    Param("options", 3),
    verify=Param("verify"),
)

PYJWT_TOKENS = Knowledge(
    "PyJWT",
    "2.15",
    "https://pyjwt.readthedocs.io/en/stable/api.html",
    (
        *each("jwt jwt.PyJWT", "decode decode_complete", PYJWT_DECODES),
        *each("jwt", "get_unverified_header", Is("token-header")),
        ("jwt.PyJWT", Is("class")),
        ("jwt.api_jwt", Names("jwt")),
    ),
)

JOSE_TOKENS = Knowledge(
    "python-jose",
    "3.5",
    "https://python-jose.readthedocs.io/en/latest/jwt/",
    (
        # Without algorithms it takes the one that the token names.
        (
            "jose.jwt.decode",
            Decodes(
                Param("token", 0),
                Param("key", 1),
                Param("algorithms", 2),
                Param("options", 3),
                audience=Param("audience", 4),
                open=True,
            ),
        ),
        ("jose.jwt.get_unverified_claims", Decodes(Param("token", 0), blind=True)),
        *each("jose.jwt", "get_unverified_header get_unverified_headers", Is("token-header")),
    ),
)

AUTHLIB_TOKENS = Knowledge(
    "Authlib",
    "1.9",
    "https://docs.authlib.org/en/stable/jose/jwt.html",
    (("authlib.jose.jwt.decode", Decodes(Param("s", 0), Param("key", 1), lenient=True)),),
)

JOSERFC_TOKENS = Knowledge(
    "joserfc",
    "1.8",
    "https://jose.authlib.org/en/guide/jwt/",
    (
        (
            "joserfc.jwt.decode",
            Decodes(Param("value", 0), Param("key", 1), Param("algorithms", 2), lenient=True),
        ),
    ),
)

ENCODES = Is("encodes-token")

PYJWT_ENCODES = Knowledge(
    "PyJWT", "2.15", "https://pyjwt.readthedocs.io", (("jwt.encode", ENCODES),)
)
JOSE_ENCODES = Knowledge(
    "python-jose",
    "3.5",
    "https://python-jose.readthedocs.io/en/latest/jwt/",
    (("jose.jwt.encode", ENCODES),),
)
SIMPLEJWT_ENCODES = Knowledge(
    "djangorestframework-simplejwt",
    "5.5",
    "https://django-rest-framework-simplejwt.readthedocs.io/en/latest/creating_tokens_manually.html",
    (
        *each(
            "rest_framework_simplejwt.tokens",
            "RefreshToken.for_user AccessToken.for_user SlidingToken.for_user",
            ENCODES,
        ),
    ),
)
# A row whose key is shown with each request.
DRF_TOKENS = Knowledge(
    "djangorestframework",
    "3.17",
    "https://www.django-rest-framework.org/api-guide/authentication/#tokenauthentication",
    (
        *each(
            "rest_framework.authtoken.models.Token.objects",
            "get create get_or_create",
            Is("token-row"),
        ),
    ),
)
AUTHLIB_ENCODES = Knowledge(
    "Authlib",
    "1.9",
    "https://docs.authlib.org/en/stable/jose/jwt.html",
    (("authlib.jose.jwt.encode", ENCODES),),
)
