"""Token whose claims are read without proof.

Anybody can write a token: a few lines of JSON in base64 that say who he is, and what he may.  Only
the signature tells it from one that the service has made.  Where it is not checked, or is checked
with the algorithm that the token itself asks for, a caller is whoever he claims to be (CWE-347).

## Bad

```python
import jwt
from fastapi import FastAPI, Header

app = FastAPI()


@app.get("/me")
def me(authorization: str = Header()):
    claims = jwt.decode(authorization.removeprefix("Bearer "), options={"verify_signature": False})
    return {"user": claims["sub"]}
```

```python
from jose import jwt


def user_of(token: str, key: str) -> str:
    return jwt.decode(token, key)["sub"]
```

## Good

Name the key and the algorithms, and require what the claims must have.

```python
import jwt
from fastapi import FastAPI, Header

app = FastAPI()


@app.get("/me")
def me(authorization: str = Header()):
    claims = jwt.decode(
        authorization.removeprefix("Bearer "),
        app.state.key,
        algorithms=["RS256"],
        audience="shop",
        options={"require": ["exp", "sub"]},
    )
    return {"user": claims["sub"]}
```

## Not reported

A look at the expiry alone.  A look at the issuer or the key's name before the token is verified in
the same function, or in one that calls it, or after who made it was asked whose it is (`userinfo`);
a test of which claims there are.  The token in the answer to a login elsewhere (OAuth, OpenID
Connect), which came over TLS from who made it; tokens in a module for a terminal that calls a
service.  Functions whose name, docstring or comment says that they prove nothing, and branches of a
setting that says so.  An option that is no constant.

With the switch `expiry`, as in the profile `strict`: claims of tokens that may have expired,
because `verify_exp` is off, or because nothing validates what Authlib or joserfc have decoded; not
where a token is revoked or refreshed, where the code looks at `exp` itself, or reads an identifier
alone.  With the switch `audience`: python-jose accepts a token without an audience although it is
given one.
"""

from readiness_lint.facts.tokens import Unchecked, UncheckedToken
from readiness_lint.finding import Problem, Problems
from readiness_lint.model import File
from readiness_lint.rule import rule
from readiness_lint.terms import Activation, Severity, Status

CONSEQUENCES = {
    Unchecked.EXPIRY: "an expired one is accepted",
    Unchecked.AUDIENCE: "one for another service is accepted",
}
SWITCHES = {Unchecked.EXPIRY: "expiry", Unchecked.AUDIENCE: "audience"}


@rule(
    "RDY210",
    "`{call}` reads the claims of a token without checking {unchecked}: {consequence}",
    severity=Severity.HIGH,
    status=Status.STUBBED,
    source="S2 9",
    since="0.1.0",
    activation=Activation.PREVIEW,
    switches={
        "expiry": "claims of a token that may have expired",
        "audience": "a token without an audience, where one is asked for",
    },
)
def unverified_token(token: UncheckedToken, _file: File) -> Problems:
    """Report claims that anybody can forge, and on request those that are out of date."""
    signature = token.unchecked is Unchecked.SIGNATURE
    yield Problem(
        token.node,
        severity=Severity.CRITICAL if signature else None,
        switch=SWITCHES.get(token.unchecked),
        call=token.call,
        unchecked=token.unchecked.value,
        consequence=CONSEQUENCES.get(token.unchecked, "a forged one is accepted"),
    )
