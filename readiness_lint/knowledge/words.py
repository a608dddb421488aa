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
FORMATTERS = Words(
    "formatters",
    r"str|repr|ascii|format|type|isinstance|issubclass|getattr|hasattr|bool|len|join|hash|id|vars|dir"
    r"|escape|format_exception_only|strip|lower|upper|replace|split|startswith|endswith|_|gettext"
    r"|encode|decode|dict|list|tuple|set|frozenset|int|float|decimal",
)
"""Calls that make a text or a value of an exception: nobody has heard of it yet."""
COMPUTING = Words(
    "computing",
    FORMATTERS.pattern
    + r"|loads|literal_eval|search|match|fullmatch|findall|sub|compile|group|groups|strptime|strftime"
    r"|fromisoformat|fromtimestamp|isoformat|timestamp|version|parse|urlparse|urlsplit|parse_qs"
    r"|unquote|quote|b64decode|b64encode|urlsafe_b64decode|from_id|uuid|path|get|items|keys|values"
    r"|pop|index|find|splitlines|rsplit|partition|rpartition|title|count|any|all|min|max|sum|sorted"
    r"|zip|map|filter|range|enumerate|iter|next|abs|round|ord|chr|signature|get_type_hints|dumps"
    r"|deepcopy|copy|with_suffix|timedelta|datetime|date|total_seconds|now|utcnow|time|append|extend"
    r"|add|update|model_validate|model_dump|to_dict|as_dict|json|hexdigest|issubset|fields|json_loads"
    r"|is_dir|is_file|exists|isfile|isdir|abspath|resolve|read|tell|dirname|basename|splitext",
)
"""Calls that compute a value of what is at hand."""
SLIGHT = Words(
    "slight",
    r"str|repr|int|float|bool|dict|list|tuple|set|frozenset|len|decimal|time|perf_counter|monotonic"
    r"|now|utcnow|today|get|getattr|isinstance|uuid4|start|getlogger|get_task_logger|get_logger|items"
    r"|keys|values|copy|join|format|strip|lower|upper|bind",
)
"""Calls before or after the substance of a function that are none of it."""
RESULTS = Words("results", r"result|exception")
"""Methods that raise what a task or future ended with, which its own code has told."""
SENDS = Words("sends", r"send(?:all|_text|_json|_bytes)|write_message|writelines")
"""Methods that send one message to a peer."""
SENDS_PERHAPS = Words("sends-perhaps", r"send(?:_message)?|write")
"""Methods that do so where they belong to a peer."""
PEERS = Words(
    "peers",
    r"\w*(?:ws|websocket|socket|sock|conn|connection|response|resp|writer|stream|stdout|stderr"
    r"|transport|client|channel)_*",
)
"""Names of what a message is sent to."""
TELEMETRY = Words(
    "telemetry",
    r"analytics|telemetry|otel|opentelemetry|tracing|metrics|instrumentation|contextlog"
    r"|logs?|loggers?|_?logging",
)
"""Modules that report on the program, and must not stop it."""
REPORTERS = Words("reporters", r"_*(?:log|report|capture|emit|print)(?:_\w+)?")
"""Functions that tell about failures."""
TOLERANT = Words(
    "tolerant",
    r"_*(?:\w+_)?(?:safe|safely|quiet|quietly|silent|silently|best_effort|try|maybe)_\w+"
    r"|\w+_(?:safe|safely|quietly|silently|best_effort)",
)
"""Functions that by their name may fail without harm."""
SLEEPS = Words("sleeps", r"_*(?:\w+_)?(?:sleep|wait|backoff|delay)(?:_\w+)?")
"""Calls that wait before another try."""
ASYNCHRONOUS = Words("asynchronous", r".*(?:a?sync|await|coroutine|acompletion|aembedding).*")
"""Names that say whether a caller is asynchronous."""
LOOP_QUESTIONS = Words(
    "loop-questions",
    r"is_?(?:a?sync|coroutine|coroutinefunction|awaitable|running)|in_async.*|.*running_loop"
    r"|current_async_library|.*event_loop.*|iscoroutine.*",
)
"""Names that ask whether an event loop runs, or whether something is a coroutine."""
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
SCHEDULES = Words("schedules", r"(?:celery_?)?beat_?schedule")
"""Names under which a schedule of tasks stands."""
COMMITS_DEFINITIONS = Words(
    "commits-definitions", r"mysql\w*|mariadb\w*|sqlite\w*|oracle\w*|\w+mysql"
)
"""Databases, and their drivers, that may commit by themselves where a table changes."""
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
    r"|health|metrics|enum).*",
)
"""Routes that are meant to give everything."""
ADMINS = Words(
    "admins",
    r"(?:(?:is|has|requires?|required|only|current|verify|check|ensure|must_be|active|allow|get)_)*"
    r"(?:admin(?:istrator)?s?|staff|super_?users?)"
    r"(?:_(?:user|member|role|permissions?|access|required|only|auth|token|dependency))*",
)
"""Guards that let administrators in, and nobody else, by the names that projects give them."""
EVERYBODY = Words(
    "everybody",
    r"(?:\w*_)?(?:allow|permit)_?(?:any(?:one|body)?|all)|(?:\w*_)?(?:public|no_?auth\w*)",
)
"""Policies that ask for nothing, by the names that projects give them."""
AGENT_PROTOCOLS = Words(
    "agent-protocols", r"(?:\w*_)?json_?rpc(?:_?\w+)?|iserror|tool_(?:call|use)_id"
)
"""Keys and makers of answers that a language model, or the program that runs it, reads."""
ENVIRONMENT_READERS = Words(
    "environment-readers",
    r"get_?env|get_env_(?:str|var|variable|value|or_default)|env_(?:str|var|or_default)|read_env",
)
"""Functions that read one variable of the environment, by the names that projects give them."""
DEVELOPMENT = Words(
    "development",
    r"(?:.*[^a-z0-9])?(?:dev|devel|development|local|tests?|testing|ci|build|example|sample|debug)"
    r"(?:[^a-z0-9].*)?",
)
"""Settings for a developer's machine or a test, by a word in their name."""
URLS = Words("urls", r".*(?:url|uri|link|endpoint|href)s?(?:_.*)?")
"""Names of what is a URL."""
TIME_LIMITS = Words(
    "time-limits",
    r"(?:.*_)?(?:time_?out|timeouts|time_?limit|deadline|fail_after|fail_at|move_on_after"
    r"|move_on_at|stopit)(?:_.*|able)?|.*Timeout",
)
"""Blocks, calls and decorators that limit the time of what they hold."""
OFFLOADERS = Words(
    "offloaders",
    r"(?:.*_)?(?:to_async|to_thread|async_to_sync|sync_to_async|asyncify|make_async|thread|threaded"
    r"|threadpool|executor|background|offload|actor|task|job)(?:_.*)?",
)
"""Decorators that run a function where its caller does not wait for it."""
LIFE_CYCLE = Words(
    "life-cycle",
    r"_*(?:on_|async_|a)?(?:initiali[sz]e|init|startup|shutdown|setup|teardown|init_app|lifespan"
    r"|start|stop|start_up|shut_down|post_init|bootstrap|__aenter__|__aexit__|cleanup_ctx)"
    r"(?:_(?:async|app|server|service|services|hook|event|tasks?))?",
)
"""Functions that run while the program starts or ends, when no request waits."""
READY = Words("ready", r"done|empty|is_alive|is_set|qsize")
"""Attributes that say whether there is anything to wait for."""
ENDED = Words(
    "ended",
    r"_?(?:is_)?(?:alive|closed|closing|connected|dead|exited|running|shut_?down|started|stopped"
    r"|terminated)",
)
"""Attributes that say whether a shared object is of any use still."""
LIMITING = Words(
    "limiting",
    r"limit|slice|none|first|last|one|fetchone|fetchmany|paginate(?:_queryset)?|get_page|page|head",
)
"""Methods after which no more rows come than somebody chose, where nothing says whose they are."""
ROW_METHODS = Words(
    "row-methods",
    r"all|fetchall|scalars|a?iterator|mappings|iter_?rows|itertuples",
)
"""Methods that give rows, whatever they belong to."""
REQUEST_CONTENT = Words(
    "request-content",
    r"data|(?-i:GET|POST|FILES)|json|form|args|query_params|validated_data|cleaned_data|getlist"
    r"|get_json|initial_data",
)
"""What holds the content of a request."""
PLURALS = Words("plurals", r"\w*(?:_list|_ids|_set)|(?!.*(?:ss|us|is|args|kwargs|fields)$)\w{2,}s")
"""Parameters that hold many things, where nothing but their name says so."""
ROUNDS = Words(
    "rounds",
    r"(?:.*_)?(?:batch|batches|chunk|chunks|segment|segments|page|pages|window|windows|block|blocks"
    r"|attempt|attempts|retry|retries|tries)(?:_.*)?",
)
"""Names of rounds that handle many rows, or try once more."""
DECLARED = Words(
    "declared",
    r"(?:.*_)?(?:registry|registries|settings|plugins?|providers?|backends?|signals?|choices|fields?"
    r"|columns?|tables?|models?|formats?|languages?|types?|classes|extensions?|apps?|methods?"
    r"|constants?|options?|levels?|kinds|keys|permissions?|roles?|actions|channels?|periods?|dates?"
    r"|days|months|intervals?)",
)
"""Names of what is declared, not stored."""
UNITS_OF_WORK = Words(
    "units-of-work",
    r"a?save|a?create|get_or_create|update_or_create|commit|bulk_create|bulk_update|flush|add_all|merge"
    r"|insert_one|update_one|select_for_update|with_for_update|atomic|begin|begin_nested|delay"
    r"|apply_async|send_mail|send|publish|a?delete|enqueue|add|update|full_clean|set|executemany"
    r"|insert|upsert|notify",
)
"""Methods after which each round of a loop is a unit of work of its own."""
WORKING = Words(
    "working",
    r"_*(?:create|update|delete|save|insert|upsert|remove|send|notify|write|store|persist|sync|mark"
    r"|set|add|apply|process|handle|execute|perform|run|migrate|import|archive|cancel|assign|grant"
    r"|revoke|attach|detach|enqueue|dispatch|publish|record|register|cleanup|clean|prune|purge)_\w*",
)
"""Functions that change something, by their name."""
ANSWER_MAKERS = Words(
    "answer-makers",
    r"jsonify|\w*response|json|dumps?|jsonable_encoder|model_dump|to_dict|serialize|map|validate_python"
    r"|dump_python|success|ok",
)
"""Calls that put what they are given into an answer."""
APPLICATION_NAMES = Words("application-names", r"_?app|application|current_app")
"""Names of the running application."""
INTERNAL = Words("internal", r".*(?:^|[/_\-])(?:internal|admins?|administration)(?:$|[/_\-]).*")
"""Routes and routers that only the operators of a service reach."""
HELD_ON_PURPOSE = Words(
    "held-on-purpose", r".*\b(?:atomic\w*|locks?|locked|locking|seriali[sz]\w*|hold|holds|held)\b.*"
)
"""What a comment says that explains why something stays locked or open."""
REPLICAS = Words(
    "replicas",
    r"(?:.*[^a-z0-9])?(?:replicas?|read_?only|readers?|reads?|slaves?|standby|ro)(?:[^a-z0-9].*)?",
)
"""Databases that are only read from, by their alias."""
