"""Payments, and whether they have a key by which the other side knows them again."""

from __future__ import annotations

import pytest
from programs import program

from readiness_lint.facts.payments import Payment
from readiness_lint.terms import Answer


@pytest.mark.parametrize(
    ("call", "keyed"),
    [
        ("stripe.Refund.create(charge=c)", False),
        ("stripe.Refund.create(charge=c, idempotency_key=k)", True),
        ("stripe.Refund.create(**given)", None),
        ('stripe.Refund.create(**{"charge": c})', False),
        ('stripe.Refund.create(**{"idempotency_key": k})', True),
        ("stripe.Refund.create(**{k: c})", None),
        ("stripe.Refund.create(*given)", False),
        ("client.refunds.create({})", False),
        ('client.refunds.create({}, {"idempotency_key": k})', True),
        ("client.refunds.create({}, k)", None),
        ('requests.post("https://api.mollie.com/v2/payments")', False),
        ('requests.post("https://api.mollie.com/v2/payments", headers=k)', None),
        (
            'requests.post("https://api.mollie.com/v2/payments", headers={"Idempotency-Key": k})',
            True,
        ),
        ('requests.Session().post("https://api.mollie.com/v2/payments")', None),
    ],
)
def test_key_of_a_payment(call: str, keyed: Answer) -> None:
    (found,) = program(
        f"""
        import requests, stripe
        client = stripe.StripeClient("k")

        def pay(c, k, **given):
            {call}
        """
    ).facts(Payment)

    assert keyed is found.keyed


def test_mapping_that_is_filled_later_may_have_a_key() -> None:
    (found,) = program(
        """
        import stripe

        def pay(c, k):
            more = {}
            more["idempotency_key"] = k
            stripe.Refund.create(charge=c, **more)
        """
    ).facts(Payment)

    assert found.keyed is None


@pytest.mark.parametrize(
    ("filling", "keyed"),
    [
        ('more.update({"stripe_account": {"id": k}})', False),
        ('more.update({"idempotency_key": k})', None),
        ("more.update(k)", None),
        ('return self.other({"stripe_account": k})', None),
    ],
)
def test_mapping_of_a_method_has_no_key_if_the_method_writes_it_out(
    filling: str, keyed: Answer
) -> None:
    (found,) = program(
        f"""
        import stripe

        class Backend:
            def options(self, k):
                more = {{}}
                if k:
                    {filling}
                return more

            def pay(self, c, k):
                given = self.options(k)
                stripe.Refund.create(charge=c, **given)
        """
    ).facts(Payment)

    assert keyed is found.keyed


def test_mapping_of_a_method_may_have_a_key_if_a_subclass_replaces_the_method() -> None:
    (found,) = program(
        """
        import stripe

        class Backend:
            def options(self):
                return {}

            def pay(self, c):
                stripe.Refund.create(charge=c, **self.options())

        class Careful(Backend):
            def options(self):
                return {"idempotency_key": key_of(self)}
        """
    ).facts(Payment)

    assert found.keyed is None
