from readiness_lint.knowledge.schema import Is, Knowledge, Limit, Outbound, Param, each
from readiness_lint.terms import Service

# Two minutes, an option of the app.
ASKS = Outbound(Service.SDK, Limit(None, 120.0))
AWAITED = Outbound(Service.SDK, Limit(None, 120.0), blocking=False)

FIREBASE_ADMIN = Knowledge(
    "firebase-admin",
    "7.7",
    "https://firebase.google.com/docs/reference/admin/python",
    (
        *each(
            "firebase_admin.messaging",
            "send send_each send_each_for_multicast subscribe_to_topic unsubscribe_from_topic",
            ASKS,
        ),
        *each(
            "firebase_admin.messaging",
            "send_each_async send_each_for_multicast_async",
            AWAITED,
            Is("coroutine"),
        ),
        # The signature is checked with keys that are kept; whether it was revoked is asked.
        *each(
            "firebase_admin.auth",
            "verify_id_token",
            Outbound(Service.SDK, Limit(None, 120.0), given=Param("check_revoked", 2)),
        ),
        *each(
            "firebase_admin.auth",
            "verify_session_cookie",
            Outbound(Service.SDK, Limit(None, 120.0), given=Param("check_revoked", 1)),
        ),
        *each(
            "firebase_admin.auth",
            "create_session_cookie create_user delete_user delete_users generate_email_verification_link"
            " generate_password_reset_link get_user get_user_by_email get_user_by_phone_number get_users"
            " list_users revoke_refresh_tokens set_custom_user_claims update_user",
            ASKS,
        ),
    ),
)
