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
LISTENS = Words(
    "listens",
    r"_*(?:\w+_)?(?:listen|consume|subscribe|watch|poll|run_forever|serve_forever|start_consuming"
    r"|stream|tail|follow|heartbeat|keep_?alive)(?:_\w+)?|_*(?:run|serve|loop|work|worker|start|connect|reconnect|wait)(?:_\w+)?",
)
"""Functions that go on for as long as their process does."""
INSTANT_PROGRAMS = Words(
    "instant-programs",
    r"(?:.*/)?(?:which|where|whoami|hostname|uname|getconf|nproc)|--?v(?:ersion)?|version|--help"
    r"|--exec-path",
)
"""Programs and arguments that say what is there, and at once."""
REFUSED = Words(
    "refused",
    r".*(?:Conflict|Integrity|Duplicate|Unique|AlreadyExists|Exists|Stale|Deadlock|Serializ|Watch|Lock"
    r"|NotFound|Validation|Decode|Parse|Value|Key|Type|Attribute|Index|Unauthorized|Forbidden"
    r"|Auth|Token|Mismatch|Cancel|Interrupt)\w*",
)
"""Exceptions that say no more than that this try was refused; the peer is well."""
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
KEEPING = Words(
    "keeping",
    r"(?:\w*_)?(?:db|database|repository|repositories|repo|prisma|sessions?|objects|commit|saved?|saves"
    r"|persist\w*|upsert\w*|inserts?)(?:_\w+)?",
)
"""What a function has that keeps something where other processes find it."""
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
    r"|provider|template|version|preset|team|workspace|tenant|choice|schema|model|node|server|policy"
    r"|periodic_task)(?:s|es)?(?:_\w+)?"
    r"|(?:\w*_)?(?:countries|currencies|categories|statuses|policies)",
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
CHECKERS = Words(
    "checkers",
    r".*(?:valid|allow|safe|check|verif|sanit|permit|is_|has_|ensure|assert_|ssrf|whitelist|require).*",
    r"is_?(?:file|dir|absolute|symlink|mount|junction|authenticated|anonymous|none|async|ajax)"
    r"|has_?(?:attr|changed)|check_?(?:box|point|sum|out|in)\w*|csrf_\w+|(?:un)?checked",
)
"""Functions that judge the value that they are given, or refuse it."""
CARRYING = Words(
    "carrying",
    r"get|pop|getlist|get_list|get_all|getall|getone|setdefault|items|values|keys|lists|multi_items"
    r"|copy|dict|model_dump|model_dump_json|to_dict|to_python|_asdict|strip|lstrip|rstrip|lower|upper"
    r"|title|casefold|capitalize|split|rsplit|partition|rpartition|splitlines|replace|translate"
    r"|encode|decode|removeprefix|removesuffix|expandtabs|ljust|rjust|center|read|readline|readlines"
    r"|getvalue|json|text|body|form|geturl|format|format_map|join|zfill|joinpath|resolve|absolute"
    r"|with_suffix|with_name|with_stem|as_posix|as_uri|relative_to|unicode_string"
    r"|get_secret_value|human_repr|with_query|with_path|update_query",
)
"""Methods whose value holds the text of the object."""
TRIMMING = Words(
    "trimming",
    r"strip|lstrip|rstrip|lower|upper|title|casefold|capitalize|split|rsplit|partition|rpartition"
    r"|splitlines|replace|encode|decode|removeprefix|removesuffix|resolve|absolute|expanduser"
    r"|joinpath|as_posix|relative_to|geturl",
)
"""Methods of a text or path: a test of what they give is a test of the object."""
HARMLESS_FIELDS = Words(
    "harmless-fields", r"id|pk|size|content_length|status_code|content_type|port|is_\w+|has_\w+"
)
"""Attributes that hold no text of the client's choice."""
CONNECTIONS = Words(
    "connections", r"(?:\w*_)?(?:cur|curs|cursor|conn|connection|con|db|database|c)"
)
"""Names of objects that run SQL, where nothing says what they are."""
HTTP_CLIENTS = Words("http-clients", r"(?:\w*_)?(?:http|requests)(?:_\w*)?|_?(?:async_)?client")
"""Names of objects that send requests, where nothing says what they are."""
RUNS_SQL = Words("runs-sql", r".*(?:sql|query_?editor|execute_?query|run_?query|explain|console).*")
"""Functions whose purpose is to run statements of their users."""
IDENTIFIES = Words(
    "identifies",
    GUARDS.pattern
    + rf"|(?:\w*_)?(?:{_WHO}|jwt|auth|authentication|roles?|perms?|permissions?)_(?:required|accepted)"
    r"(?:_\w+)?|user_passes_test|requires?(?:_\w+)?|needs_\w+|has_(?:access|permissions?|roles?)\w*"
    r"|(?:\w+_)?protect(?:ed)?|check_(?:access|permission|auth|token)\w*"
    r"|verify_(?:token|api_key|auth|access|signature|jwt|user|admin)\w*"
    r"|authori[sz]e\w*|authenticate\w*|ensure_\w*(?:perm|auth|owner|access|admin|user)\w*"
    r"|(?:get_|a?load_|fetch_)?(?:\w+_)?current_\w*(?:user|admin|account|member|superuser|principal)\w*"
    r"|get_(?:authenticated|authorized|active|logged_in|admin|super)_?user\w*|security",
    r"requires?_(?:http_methods|get|post|safe|json|form|csrf|debug|feature\w*|args|params?|fields?|body"
    r"|http_method\w*|version\w*|content_type\w*|ajax|https?|ssl)|required_\w*(?:args|fields|params?)|"
    + GUARDS.without,
)
"""Decorators, dependencies and functions that ask who calls, by the names that projects give them."""
CHECKS = Words(
    "checks",
    r".*(?:auth(?!or(?:s|_|$)|ored)|login|permission|perms?(?:_|$)|access|require|guard|protect|secur|token"
    r"|api_?key|jwt|oidc|saml|sso|identity|principal|current_|admin|staff|superuser|role|scope|acl(?:_|$)"
    r"|owner|member|credential|tenant|restrict|forbid|deny|allowed|verify|ensure|assert|policy|rbac"
    r"|signature|session_user|check_).*|(?:can|may|has)_\w+",
)
"""Names that may stand for a check of who calls."""
NO_IDENTITY = Words(
    "no-identity",
    r"\w*csrf\w*|require_(?:http_methods|get|post|safe)|\w*(?:rate_?limit|throttl|limiter)\w*"
    r"|login_not_required|\w*_exempt|(?:check|ensure|verify|require)_(?:exists?|health|schema|version"
    r"|database|db|connection|dirs?|path|file)\w*",
)
"""Names that sound like a check of who calls and are none."""
IDENTITY = Words(
    "identity",
    r"(?:current_|request_|logged_in_|auth_|session_|acting_)?(?:user|principal|identity|claims|caller"
    r"|actor|viewer)|current_\w+|is_authenticated|is_staff|is_superuser|is_admin|g|state|session"
    r"|authenticated_\w+|auth|get_jwt\w*|scopes|permissions",
)
"""What says who calls, where it belongs to the request or to the framework."""
CREDENTIALS = Words(
    "credentials",
    r"x_api_key|api_?key|(?:\w+_)?authorization|(?:\w+_)?credentials?|(?:\w+_)?secret|signature"
    r"|(?:access_|auth_|bearer_|session_|id_)?token|jwt|compare_digest|hmac|cookies|headers|meta",
)
"""With what a caller proves who it is."""
REQUESTS = Words("requests", r"(?:\w+_)?(?:request|req|info|connection|websocket)|ctx|context")
"""Names of what holds the request."""
SUPPLIES = Words(
    "supplies",
    r"(?:\w+_)?(?:db|database|session|session_scope|session_maker|engine|uow|unit_of_work|redis|cache"
    r"|settings|config|configuration|logger|pagination|page_params)",
    r"(?:verify|require|check|ensure|validate|auth|user|current|login|active|valid)_?\w*",
)
"""Dependencies that by their name only give a route what it works with."""
REFUSALS = Words(
    "refusals",
    r"\w*(?:unauthori[sz]ed|forbidden|permission_?denied|access_?denied|not_?authenticated|not_?authori[sz]ed"
    r"|not_?permitted|not_?allowed_?error|un_?authenticated|auth(?:entication|orization)?_?(?:error|failed"
    r"|exception|required|failure)|invalid_?(?:token|credentials?|api_?key)|permission_?error"
    r"|login_?required|insufficient_?\w+|access_?error)\w*",
)
"""Exceptions that turn a caller away."""
ENTRANCES = Words(
    "entrances",
    r"(?:.*[/_.:\-])?(?:log_?in|sign_?in|login_?url|login_?page|redirect_?to_?login|un_?authori[sz]ed"
    r"|handle_?no_?permission)(?:[/_.:\-?].*)?",
)
"""Where a caller is sent who has not said who it is."""
PUBLIC = Words(
    "public",
    r".*(?:login|logout|log_?out|sign-?_?(?:in|up|out)|register|registration|token|refresh|forgot|reset"
    r"|verif|confirm|activat|callback|web?_?hook|health|ready|live|ping|version|metrics|public|o?auth|sso"
    r"|saml|oidc|scim|csrf|invit|unsubscribe|subscribe|contact|setup|bootstrap|install|\.well-known"
    r"|password|anonymous|guest|captcha|feedback|graphql|status).*",
)
"""Routes that anybody may call, by their path or the name of their function."""
SEARCHES = Words(
    "searches",
    r"(?:.*[/_\-])?(?:search|query|queries|preview|validate|validation|export|filter|lookup|calculate"
    r"|estimate|check|count|list|find|test|render|parse|convert|suggest|autocomplete|simulate|compare)"
    r"(?:[/_\-{].*)?",
)
"""Routes whose POST asks for something, and changes nothing."""
POWERS = Words(
    "powers",
    r".*(?:^|[/_{\-])(?:admins?|users?|roles?|billing|payments?|permissions?)(?:$|[/_}\-]).*",
)
"""Routes with which a caller gets power over others, or their money."""
ACCESS_INTENT = Words(
    "access-intent",
    r"(?s:.*)\b(?:public\w*|anonymous\w*|unauthenticated|no auth\w*|not (?:check|verif)\w*|signature"
    r"|trusted|insecure|intentional\w*|on purpose|csrf|timing|internal\w*|without (?:auth|login)\w*)\b(?s:.*)",
)
"""What a comment says that explains why nobody is asked who it is."""
GATES = Words(
    "gates",
    r".*(?:log_?in|auth(?!or)|permission|access(?!_?log)|protect|require|guard|sso|oidc|saml|jwt|token|api_?key"
    r"|identity|acl(?:_|$)|keycloak|firewall|private|restrict|allow_?list|white_?list|ip_?filter|member).*",
)
"""Middleware that may let nobody in, by its name."""
QUESTIONS = Words(
    "questions",
    r"_*(?:a?is|has|have|can|could|should|may|does|needs?|allows?|includes?|contains?|was|were|check"
    r"|verify|validate|matches|in|a?exists?)(?:_\w+)?|\w+_(?:exists?|allowed|enabled)",
)
"""Functions whose answer is yes or no."""
PROBES = Words(
    "probes",
    r"(?:\w*_)?(?:alive|live(?:z|ness)|health\w*|pings?|connectable|connected|connectivity|connection"
    r"|reachable|available|availability|ready|readiness|running|online|probe|test|up|responding|installed"
    r"|supported|supports|status)(?:_\w+)?",
)
"""Functions that ask whether a peer is there: that it fails is the answer."""
RECEIVED = Words("received", r"(?:\w*_)?(?:request|req|response|resp|upload|file)")
"""Names of what has arrived: to read it asks no other peer."""
ABSENCE = Words(
    "absence",
    r".*(?:\bno\b|\bnot? (?:found|available|exist|set)|n/?a\b|unknown|missing|does(?:n't| not) exist).*",
)
"""Texts that say that there is nothing."""
SUPPRESSORS = Words(
    "suppressors", r"_*(?:\w+_)?(?:suppress|ignore|swallow|silence|tolerate|catch|guard|safe)\w*"
)
"""Context managers that by their name end exceptions."""
TERMINALS = Words(
    "terminals",
    r"_*(?:(?:\w+_)?(?:cli|console|terminal|repl|shell|prompts?|interactive|scripts|commands|daemon"
    r"|wizard|std_?out)(?:_\w+)?"
    r"|(?:print|prompt|display)_\w+)|.*\.start_\w+",
)
"""Modules, classes and functions that talk to somebody at a terminal."""
VERBOSE = Words(
    "verbose", r"_*(?:is_|set_|be_|in_)?(?:verbose\w*|verbosity|quiet|silent|dry_?run|debug\w*)"
)
"""Options with which a program tells more, or less, than it usually does."""
ERROR_CALLBACKS = Words(
    "error-callbacks",
    r"_*(?:handle|on|log|report|print|capture|record|notify)_.*|__exit__|__aexit__"
    r"|.*(?:error|exception|fail|fault|crash|abort|excepthook|_exc|except|50[0-9]|40[0-9]).*",
)
"""Functions that are called while an exception is handled, by their name."""
EXCEPTIONS = Words(
    "exceptions",
    r"_*(?:e|ex|exc|err|exn|einfo|tb|traceback|failure|reason|cause|(?:\w+_)?(?:error|exception)s?"
    r"|exc_\w+)",
)
"""Parameters that an exception is given by."""
DEBUGGING = Words(
    "debugging",
    r".*(?:debug|i?pdb|pydev|ptvsd|profil|settings|conf|environ|getenv|options?|args|flags?|attach).*",
)
"""Options that ask for a debugger, and functions that are one."""
LOG_SETUPS = Words(
    "log-setups",
    r"_*(?:\w+_)?(?:logs?|logging|loggers?|logconf|observability|telemetry|tracing|otel|opentelemetry"
    r"|wsgi|asgi|__main__|celery|celery_app|gunicorn_conf|gunicorn)(?:_\w+)?",
)
"""Modules that are there to set up a program or its logs."""
LOGGER_MAKERS = Words(
    "logger-makers",
    r"_*(?:get|make|create|setup|set_up|build|new|init|configure)_(?:\w+_)?(?:logger|log)(?:_\w+)?"
    r"|getLogger",
)
"""Functions that give a logger of a name."""
LOG_CONFIGURATIONS = Words("log-configurations", r"(?:\w+_)?log(?:ging)?_?config\w*|logging")
"""Names of mappings that configure the logs."""
SIZES = Words(
    "sizes",
    r"(?:\w*[_-])?(?:file_?size|size|content[_-]length|tell|nbytes)(?:[_-]\w*)?"
    r"|\w*max\w*(?:size|bytes|length|mb|upload)\w*|\w*(?:size|bytes|length|upload)\w*(?:max|limit)\w*",
)
"""What a test of how large something is compares."""
SIZE_CHECKS = Words(
    "size-checks",
    r"\w*(?:size|length|too_large|max_upload|upload_limit|body_limit)\w*"
    r"|(?:validate|check|ensure|verify|enforce|limit)\w*(?:file|upload|avatar|image|attachment)\w*",
)
"""Functions that refuse what is too large."""
TRIALS = Words(
    "trials", r"(?:\w+_)?(?:test|preview|try_out|probe)(?:_\w+)?|check_(?:smtp|e?mail)\w*"
)
"""Functions with which an operator tries something out, and waits for it on purpose."""
REQUEST_IDS = Words("request-ids", r"(?:x[_-])?(?:request|correlation|trace)[_-]?id")
"""Names under which the id of a request is handed on."""
DEAD_LETTERS = Words("dead-letters", r"x-dead-letter-exchange|deadlettertargetarn")
"""Arguments of queues, as their protocols spell them, that say where rejected messages go."""
LONG_POLLS = Words(
    "long-polls",
    r"(?:\w*[_-])?(?:poll|polling|wait|watch|events|stream|sse|subscribe|listen|tail|follow)"
    r"(?:[_-]\w*)?",
)
"""Handlers, and parts of paths, that keep their client waiting on purpose."""
LOCKS = Words(
    "locks", r"(?:.*[^a-z])?(?:locks?|locked|locking|mutex|lease|claim|singleton)(?:[^a-z].*)?"
)
"""Keys under which processes agree on who works, and the functions that do."""
LIVENESS = Words(
    "liveness",
    r"(?:\w+_)?(?:livez|liveness|liveliness)(?:[_-]?(?:check|probe|view|handler))?|live|alive|is_alive",
)
"""Routes by which an orchestrator asks whether a process must be started again."""
READINESS = Words(
    "readiness",
    r"(?:\w+_)?(?:readyz|readiness)(?:[_-]?(?:check|probe|view|handler))?|ready|is_ready",
)
"""Routes by which it asks whether a process may be sent requests."""
HEALTH_CHECKS = Words(
    "health-checks",
    r"(?:(?:get|check|api|server|service|app)_)?_?(?:healthz?|health[_-]?checkz?|healthy)(?:_view)?"
    r"|__heartbeat__|ping",
)
"""Routes that answer either question."""
PROBE_NAMES = Words("probe-names", r"live|alive|is_alive|ready|is_ready")
"""Words that also say something of what is stored: an event that is live, an order that is ready."""
PROBING = Words(
    "probing",
    r"_*(?:(?:check|ping|probe|verify|test|is)_(?:\w+_)?(?:db|database|redis|cache|broker|queue|storage"
    r"|connection|connectable|connected|connectivity|health|healthy|alive|available|reachable|ready|up)"
    r"|(?:check|ping|test)_(?:connection|\w+_connection)|ping|(?:\w+_)?health(?:_?check)?"
    r"|(?:check|ping)_\w+|\w+_(?:ok|alive|reachable)|execute|connect)",
)
"""Functions by which a health check asks a dependency."""
BOUNDLESS = Words(
    "boundless",
    r"(?:\w+_)?(?:user_?id|account_id|customer_id|session_id|request_id|trace_id|span_id|correlation_id"
    r"|message_id|order_id|email|email_address|ip_address|full_path|raw_path|error_message|traceback"
    r"|timestamp|uuid)"
    r"|ip|client_ip|remote_addr|url|query|sql|exception|token|username|user_name",
)
"""Labels that have another value for each user, request or event."""
PERSONAL = Words("personal", r"email|username|user_id|uuid|ip_address")
"""Attributes with another value for each of many things."""
MANY_THINGS = Words(
    "many-things",
    r"(?:\w+_)?(?:user|customer|account|order|session|request|message|payment|invoice|document"
    r"|conversation|chat|member|player|patient|subscriber|trace|span)",
)
"""What a service has any number of."""
TUNING = Words(
    "tuning",
    r".*timeout.*|limits?|.*retr(?:y|ies).*|max_.*|min_.*|verify|follow_redirects|trust_env|http2|pool_.*"
    r"|echo|future|raise_for_status|decode_responses|cookie_jar|config|connect_args|cursor_factory"
    r"|row_factory|autocommit|event_hooks|default_encoding|json_?_?serialize|loop|thread_sensitive",
)
"""Parameters of a client that say how it asks, not whom, nor as whom."""
PUTTING_BY = Words(
    "putting-by",
    r"append|add|put|put_nowait|setdefault|push|set|register|insert|setattr|save|store|cache|add_task"
    r"|run_until_complete|add_.*|set_.*|register_.*",
)
"""Methods and functions that keep what they are given."""
SEPARATE_WORK = Words(
    "separate-work",
    r"delay|apply_async|send(?:_.*)?|publish(?:_.*)?|enqueue(?:_.*)?|notify(?:_.*)?|dispatch(?:_.*)?"
    r"|select_for_update|with_for_update|atomic|begin|begin_nested|savepoint|rollback|sleep|on_commit"
    r"|add_task|create_task|emit(?:_.*)?|full_clean",
)
"""Calls after which a round of a loop is to end on its own."""
LOCAL_DATABASES = Words("local-databases", r"sqlite3|aiosqlite|duckdb")
"""Databases inside the process, to which there is no round trip."""
CLEANUP_REGISTRARS = Words(
    "cleanup-registrars",
    r"add(?:class|module)?cleanup|addasynccleanup|addfinalizer|enter(?:class|module|async)?context"
    r"|usefixture|callback|push|setattr|setitem|delitem|delattr|setenv|delenv|syspath_prepend",
)
"""Calls by which a test says how it is cleaned up, or that what they change is put back."""
RESTORING = Words(
    "restoring",
    r"(?s:.*(?:overrid|settings|environ|(?:^|_)env(?:_|$)|reset|restor|isolat|preserv|modify"
    r"|monkeypatch).*)",
)
"""Contexts, decorators and fixtures of tests that put something back."""
