"""Names that rules share: one word, one list, extended by ``[tool.readiness-lint.words]``."""

from __future__ import annotations

from readiness_lint.knowledge.schema import Words

HEALTH = Words(
    "health",
    r".*?(?:^|[/_\-.])(?:health|healthz|health_?check|live|livez|liveness|ready|readyz|readiness|ping"
    r"|alive|heartbeat)(?:$|[/_\-.]).*",
)
CLEANUP = Words(
    "cleanup",
    r"_*(?:a?close|stop|shutdown|disconnect|quit|terminate|kill|cancel|release|unlink|remove|rmtree"
    r"|cleanup|clean_?up|dispose|rollback|logout|seek|flush|unsubscribe|wait_closed|join|detach"
    r"|unregister|deregister|teardown|close_(?:all|now)|del_?track|removedirs|rmdir)"
    r"|(?:a?close|stop|shutdown|disconnect|cleanup|clean_up|unregister|teardown|release)_\w+|\w+_cleanup",
)
"""Calls that give something back; what they fail with seldom matters."""
LOGGERS = Words("loggers", r"(?:\w*_)?(?:log|logger|logging)|get_?logger")
"""Names of objects that write log records, where nothing says what they are."""
OBSERVERS = Words(
    "observers",
    r"(?:\w*_)?(?:a?log(?!in|out|ic|o)|report|capture|track|record|audit|notif|handle|telemetry|emit"
    r"|incr|print|warn|alert)\w*",
)
"""Calls that tell somebody what happened."""
OUTCOMES = Words(
    "outcomes",
    r"(?:\w*_)?(?:status|state|error|errors|failed|failure|failures|success|succeeded|outcome)"
    r"(?:_\w+)?",
)
"""Fields in which a piece of work keeps how it went."""
_SIGN = r"(?:usd|eur|gbp|chf|inr|jpy|cny|brl|cents|dollars|euros|currency)"
CURRENCY = Words("currency", r"(?:\w+_)?currency(?:_\w+)?")
"""Columns that say in which currency a row's amounts are."""
MONEY = Words(
    "money",
    r"(?:[a-z0-9]+_)*(?:price|salary|salaries|wages?|revenue|fees?|costs?|invoiced?|refund(?:ed)?"
    r"|payouts?|payments?)"
    rf"(?:_(?:amount|total|sum|net|gross|paid|due|{_SIGN}))*"
    r"|(?:[a-z0-9]+_)*(?:amount|total|subtotal|balance|budget|credits?|spend|spent|discount|deposit"
    rf"|commission|tax)(?:_[a-z0-9]+)*_{_SIGN}",
    r"(?:\w+_)?(?:rates?|ratio|pct|percent|percentage|factor|multiplier|score|weight|share|per"
    r"|coefficient|index|path|compute|computational|time|memory|query|cpu|edge|travel|num|count)"
    r"(?:_\w+)?",
)
"""Names that mean an amount of money by themselves."""
MONEY_PERHAPS = Words(
    "money-perhaps",
    r"(?:[a-z0-9]+_)*(?:amount|total|subtotal|balance|budget|credits?|debit|spend|spent|discount"
    r"|deposit|commission|tax|paid)(?:_(?:amount|total|net|gross|due|paid|limit))*",
    MONEY.without,
)
"""Names that mean an amount of money where a currency stands beside them."""
SIGNING_KEYS = Words(
    "signing-keys",
    r"(?:\w*_)?(?:secret_key|jwt_secret|jwt_secret_key|session_secret|signing_key|encryption_key"
    r"|fernet_key|token_secret|security_password_salt|webhook_secret|csrf_secret|auth_\w*secret"
    r"|jwt_key|cookie_secret)",
    r"(?:\w*_)?(?:aws|s3|minio|oss|cos|r2|stripe|paypal|recaptcha|hcaptcha|turnstile|google|github"
    r"|gitlab|clerk|langfuse|xunfei|baidu|tencent|aliyun|alipay|wechat|storage)\w*_secret_key",
)
"""Keys that the program itself signs or encrypts with; not those it shows to a service."""
OWN_PASSWORDS = Words(
    "own-passwords",
    r"(?:\w*_)?(?:admin|superuser|root|db|database|postgre\w*|pg|mysql|mariadb)_(?:(?:initial|default)_)?"
    r"(?:password|pass|passwd|pwd)",
)
"""Passwords of the accounts and databases that come with a deployment."""
KEPT_IN_PROCESS = Words(
    "kept-in-process",
    r"(?:\w*_)?(?:\w*cache[ds]?|memo|memos|memoized|locks?|mutex|semaphores?|registry|registered|pools?"
    r"|clients?|conns?|connections?|(?:http|client|aiohttp|requests)_sessions?|sockets?|websockets?|ws"
    r"|subscribers?|subscriptions?|listeners?|observers?|metrics?|seen|warned|logged|loaded|handlers?"
    r"|routes?|engines?|loops?|threads?|process(?:es)?|executors?|futures?|queues?|waiters?|running"
    r"|limiters?|breakers?|models?_loaded|instances?)(?:_\w+)?",
)
"""What a process keeps for itself, and makes again when it starts anew."""
_WHO = (
    r"(?:log(?:ged_?)?_?in|auth\w*|admin|superuser|super_user|staff|permissions?|perms?|roles?|scopes?"
    r"|tokens?|jwt|api_?keys?|session|user|account|owner|member|access|credentials|privileges?|rights?)"
)
GUARDS = Words(
    "guards",
    rf"(?:\w*_)?{_WHO}_required(?:_\w+)?"
    rf"|(?:requires?|required|ensures?|needs?|must_(?:be|have))_(?:\w+_)?{_WHO}(?:_\w+)?"
    rf"|(?:check|verify|validate)_(?:\w+_)?(?:auth\w*|permissions?|perms?|roles?|access|tokens?|jwt"
    r"|api_?keys?|login|credentials)"
    r"|(?:admin|staff|superuser|members?|owners?|authenticated|users?)_only"
    r"|authenticated|authorized|authorize|login_only|protected|restricted",
    r"\w*(?:exempt|optional|skip|allow_any|public|not_required|no_auth|un(?:auth|protected))\w*",
)
"""Decorators that reject callers, by the names that projects give them."""
WRITERS = Words(
    "writers",
    r"_*a?(?:save|create|update|delete|insert|bulk|upsert|persist|store|place|register|mark|perform"
    r"|get_or_create|log_action|form_valid)(?:_\w+)?",
)
"""Calls that by their name change rows, where nothing says what they are called on."""
SMALL_TABLES = Words(
    "small-tables",
    r"(?:\w*_)?(?:role|permission|tier|plan|country|currency|language|locale|timezone|category|type"
    r"|status|kind|setting|config|configuration|option|flag|feature|level|unit|region|state|site"
    r"|provider|template|version|preset|team|workspace|tenant|choice|schema|model)(?:s|es)?(?:_\w+)?"
    r"|(?:countries|currencies|categories|statuses)",
)
"""Tables that stay small, by a word in their name."""
PAGING = Words(
    "paging",
    r"(?:\w*_)?(?:limit|page|pages|page_size|per_page|page_number|size|offset|cursor|skip|first|last"
    r"|after|before|top|count|take|max_results|maxresults|pagination|paginate|paginator|paging|params"
    r"|page_params|num|n)(?:_\w+)?",
)
"""Parameters by which a caller asks for a part of a list."""
WHOLE_LISTS = Words(
    "whole-lists",
    r".*(?:export|download|csv|feed|sitemap|choices|autocomplete|typeahead|lookup|options|backup|dump"
    r"|admin|health|metrics|enum).*",
)
"""Routes that are meant to give everything."""
