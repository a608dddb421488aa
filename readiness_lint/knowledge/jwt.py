from readiness_lint.knowledge.schema import (
    ClientTrait,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    each,
)
from readiness_lint.terms import Service

CLIENT = "jwt.PyJWKClient"

PYJWT = Knowledge(
    "PyJWT",
    "2.15",
    "https://pyjwt.readthedocs.io",
    (
        *each(CLIENT, "", ClientTrait(Service.HTTP, Limit(Param("timeout", 6), 30.0))),
        # Fetches the keys, by urllib, when its cache has none.
        *each(
            CLIENT,
            "fetch_data get_jwk_set get_signing_key get_signing_key_from_jwt get_signing_keys",
            Outbound(Service.HTTP, Limit(None, 30.0, at=("client",))),
        ),
        ("jwt.jwks_client.PyJWKClient", Names(CLIENT)),
    ),
)
