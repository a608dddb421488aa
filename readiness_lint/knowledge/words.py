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
    r"|cleanup|clean_?up|dispose|rollback|logout|seek|flush|drain|unsubscribe|wait_closed|join|detach"
    r"|unregister|deregister|teardown|close_(?:all|now)|del_?track|removedirs|rmdir)"
    r"|(?:a?close|stop|shutdown|disconnect|cleanup|clean_up|unregister|teardown|release|drain)_\w+|\w+_cleanup"
    r"|__a?exit__",
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
    r"|escape|format_exception_only|[lr]?strip|removeprefix|removesuffix|lower|upper|replace|split|startswith|endswith|_|gettext"
    r"|encode|decode|dict|list|tuple|set|frozenset|int|float|decimal",
)
"""Calls that make a text or a value of an exception: nobody has heard of it yet."""
COMPUTING = Words(
    "computing",
    FORMATTERS.pattern
    + r"|loads|literal_eval|search|match|fullmatch|findall|sub|compile|group|groups|strptime|strftime"
    r"|from(?:isoformat|_(?:str|string|text|json|dict|bytes))|fromtimestamp|isoformat|timestamp|version|parse|urlparse|urlsplit|parse_qs"
    r"|unquote|quote|b64decode|b64encode|urlsafe_b64decode|from_id|uuid|path|get|items|keys|values"
    r"|pop|index|find|splitlines|rsplit|partition|rpartition|title|count|any|all|min|max|sum|sorted"
    r"|zip|map|filter|range|enumerate|iter|next|abs|round|ord|chr|signature|get_type_hints|dumps"
    r"|deepcopy|copy|with_suffix|timedelta|datetime|date|total_seconds|now|utcnow|time|append|extend"
    r"|add|update|model_validate|model_dump|to_dict|as_dict|json|hexdigest|issubset|fields|json_loads"
    r"|bytesio|stringio|zipfile|namelist|infolist|seek|is_dir|is_file|exists|isfile|isdir|abspath|resolve|read|tell|dirname|basename|splitext"
    r"|timezone|get_running_loop|arange|callable"
    r"|l?stat|getsize|getmtime|unpack|unpack_from|calcsize|_?getexif",
)
"""Calls that compute a value of what is at hand."""
PARSERS = Words(
    "parsers",
    r"loads|json_loads|literal_eval|compile|strptime|fromisoformat|decode|b64decode|urlsafe_b64decode"
    r"|unhexlify|fromhex|urlparse|urlsplit|parse(?:_\w+)?|from_?(?:string|str|text|native|versions?)"
    r"|int|float|bool|str|decimal|uuid|strip|lstrip|rstrip|split|rsplit|splitlines|partition|lower|upper"
    r"|items|keys|values|dict|list|tuple|set",
)
"""Calls that read a value out of a text: what they say of it is the whole cause."""
TRYING_AGAIN = Words(
    "trying-again", r".*(?:retry|re-?connect|tr(?:y|ying) again|attempt \S+ ?(?:/|of )).*"
)
"""Texts that say that work is tried once more."""
SLIGHT = Words(
    "slight",
    r"str|repr|int|float|bool|dict|list|tuple|set|frozenset|len|decimal|time|perf_counter|monotonic"
    r"|now|utcnow|today|get|getattr|isinstance|uuid4|start|getlogger|get_task_logger|get_logger|items"
    r"|keys|values|copy|join|format|strip|lower|upper|bind",
)
"""Calls before or after the substance of a function that are none of it."""
RESULTS = Words("results", r"result|exception")
"""Methods that raise what a task or future ended with, which its own code has told."""
STARTS_THREADS = Words("starts-threads", r"\w*(?:thread|timer)\w*")
"""Calls that run a function in a thread of its own, where no signal comes."""
READS_PAGES = Words(
    "reads-pages",
    r"evaluate(?:_\w+)?|eval_on_selector(?:_all)?|query_selector(?:_all)?|inner_(?:text|html)|text_content"
    r"|get_attribute|bounding_box|frame_element|content_frame|element_handle|input_value"
    r"|scroll_into_view_if_needed|is_(?:visible|hidden|editable|checked)"
    r"|wait_for_(?:selector|load_state|network_?idle)",
)
"""Methods that ask a page in a browser, whose parts come and go: a failure is one of the answers."""
SENDS = Words("sends", r"send(?:all|_text|_str|_json|_bytes)|write_message|writelines")
"""Methods that send one message to a peer."""
SENDS_PERHAPS = Words("sends-perhaps", r"send(?:_message)?|write")
"""Methods that do so where they belong to a peer."""
CHAT_BOTS = Words("chat-bots", r"\w*_?bot")
"""Names of clients by which a program takes part in a chat: each call is a message."""
RECEIVES = Words("receives", r"recv|receive(?:_text|_str|_json|_bytes)?")
"""Methods that wait for the next message of a peer."""
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
    r"|stream|tail|follow|heart_?beat|keep_?alive|(?:re)?join_(?:group|cluster))(?:_\w+)?|_*(?:run|serve|loop|work|worker|start|connect|reconnect|wait)(?:_\w+)?",
)
"""Functions that go on for as long as their process does."""
INSTANT_PROGRAMS = Words(
    "instant-programs",
    r"(?:.*/)?(?:which|where|whoami|hostname|uname|getconf|nproc)|--?v(?:ersion)?|version|--help"
    r"|--exec-path",
)
"""Programs and arguments that say what is there, and at once."""
CONVERTERS = Words(
    "converters",
    r"(?:\S*/)?(?:ffmpeg|libreoffice|soffice|wkhtmltopdf|wkhtmltoimage|pdftotext|pdftoppm|pandoc"
    r"|osslsigncode|clamd?scan|git (?:-C \S+ )?(?:clone|push))(?: [\s\S]*)?",
)
"""Programs that take the longer the more they are given."""
MODEL_QUESTIONS = Words(
    "model-questions", "acreate|chat|complete|create(?:_and_poll)?|generate|parse"
)
"""Methods by which a language model is asked for a text."""
MODEL_STORES = Words(
    "model-stores",
    "assistants|batches|files|fine_tuning|models|threads|uploads|vector_stores",
)
"""Resources of a language model's service that only keep something."""
LOCAL_QUERIES = Words(
    "local-queries",
    r"(?:\S*/)?(?:mount|lsmod|(?:dpkg -[ls]|dpkg-query|kextstat|ps|id|lscpu|lspci|lsusb|sw_vers|openssl x509"
    r"|kubectl config (?:view|current-context|get-contexts)|free|wc|p?kill|killall"
    r"|git (?:-C \S+ )?(?:rev-parse|describe|symbolic-ref|show-ref|merge-base|ls-files|remote -v"
    r"|remote get-url|config --get|branch --show-current|log -1|status|add|reset(?! (?:.* )?--hard)|diff"
    r"|rm|mv|cat-file|ls-tree|check-ignore|hash-object)"
    r"|(?:xdg-)?open|(?:explorer|notepad)(?:\.exe)?"
    r"|haproxy -c|nginx -t|named-checkconf|apache(?:2|ctl|2ctl) (?:-t|configtest)|visudo -c|sshd -t"
    r")(?: .*)?|\S+ -h)",
)
"""Commands that only look up what this machine knows, check a file of it, or send a signal.

Those that only change the index of a repository, or hand a file to the desktop, end by themselves, too."""
TIMED_OUT = Words("timed-out", r"\w*time_?d?_?out(?:error|exception|expired)?")
"""Exceptions that say that a limit was waited for."""
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
MARKETS = Words(
    "markets",
    r"(?:\w+_)?(?:pair|ticker|isin|exchange|leverage|stop_loss|take_profit|trading_mode)(?:_\w+)?",
)
"""Columns of rows about what is traded on a market."""
QUOTES = Words(
    "quotes",
    r"(?:[a-z0-9]+_)*price(?:_\w+)?|(?:amount|balance)(?:_\w+)?"
    r"|(?:\w+_)?(?:base|quote)(?:_\w+)?|position_\w+",
)
"""Columns that hold the price of one piece on a market there, or a number of pieces."""
EDGES = Words("edges", r"(?:source|target|(?:source|target|from|to|start|end)_(?:node|vertex))")
"""Columns that hold the two ends of an edge, whose cost is a weight."""
TOKEN_COUNTS = Words(
    "token-counts", r"(?:\w+_)?tokens(?:_\w+)?|(?:\w+_)?token_(?:count|usage)s?(?:_\w+)?"
)
"""Columns of rows about uses of a language model."""
COSTS = Words("costs", r"(?:\w+_)?costs?(?:_\w+)?")
"""Columns that hold what a use cost there, by a list of prices."""
SIGNING_KEYS = Words(
    "signing-keys",
    r"(?:\w*_)?(?:secret_key|jwt_secret|jwt_secret_key|session_secret|signing_key|encryption_key"
    r"|fernet_key|token_secret|security_password_salt|webhook_secret|csrf_secret|auth_\w*secret"
    r"|jwt_key|cookie_secret)",
    r"(?:\w*_)?(?:aws|s3|minio|oss|cos|r2|stripe|paypal|recaptcha|hcaptcha|turnstile|google|github"
    r"|gitlab|clerk|langfuse|xunfei|baidu|tencent|aliyun|alipay|wechat|storage)\w*_secret_key",
)
"""Keys that the program itself signs or encrypts with; not those it shows to a service."""
SIGNED_HERE = Words(
    "signed-here",
    r"_*(?:.*_)?(?:un)?sign(?:s|ed|ing|ature|atures|er)?(?:_.*)?|(?:.*_)?sig(?:_.*)?"
    r"|.*(?:token|verif|cookie|csrf).*",
    r".*(?:fingerprint|checksum|hash|digest|cache|dedup|etag|anonym|bucket|derive).*",
)
"""Functions, and names of digests, that show who wrote something."""
SECRET_MESSAGES = Words(
    "secret-messages",
    r".*(?:secret|password|passwd|token|key).*|(?:.*_)?(?:seed|pwd|material|ikm|otp|pin|code)s?",
)
"""What is hidden by a digest, or made into a key, and not signed."""
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
    r"|subscribers?|subscriptions?|listeners?|listening|observers?|metrics?|seen|warned|logged|loaded|handlers?"
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
    r"(?:\w*_)?(?:role|permission|privilege|tier|plan|country|currency|language|locale|timezone|category|type"
    r"|status|kind|setting|config|configuration|option|flag|feature|level|unit|region|state|site"
    r"|provider|template|version|preset|team|workspace|tenant|choice|schema|model|node|server|policy"
    r"|periodic_task|icon|font|theme)(?:s|es)?(?:_\w+)?"
    r"|(?:\w*_)?(?:menu|module|plugin|extension|addon)s?(?:_(?:item|record|entry|info|definition|meta\w*))?s?"
    r"|(?:\w*_)?(?:countries|currencies|categories|statuses|policies)"
    r"|(?:\w*_)?api_?(?:key|token)s?"
    r"|(?:(?:saved|db|database|data|data_?source|external|ldap|smtp|mail|ssh)_)?(?:connection|connector)s?",
)
"""Tables that stay small, by a word in their name."""
IDENTIFYING = Words(
    "identifying",
    r"(?:\w*_)?(?:e_?mail(?:_?address)?|user_?name|login|slug|uuid|guid|key|token|fingerprint)",
)
"""Fields that one row has, by their name."""
CACHING_DECORATORS = Words(
    "caching-decorators",
    r"_*(?:\w+_)?(?:cached|memoi[sz]ed?)(?:_\w+)?"
    r"|_*(?:(?:async|a|al|alru|lru|ttl|timed|redis|file|disk|memory|simple|func|function|result|response)_?)*"
    r"cache(?:_(?:with|for|in|result|response|answer|async|ttl|page|function|method|call)s?(?:_\w+)?)?",
)
"""Decorators that keep what a function gave, by the names that projects give them."""
INEXACT = Words(
    "inexact",
    r"|.*__(?:not|in|isnull|i?contains|i?startswith|i?endswith|i?regex|[gl]te?|ne|range|overlap|search"
    r"|date|year|month|day|week|week_day|quarter|time|hour|minute|second|len)",
)
"""Conditions, by the end of their name, under which a field need not have one certain value."""
IN_USE = Words(
    "in-use",
    r"(?:is_|has_)?(?:not_)?(?:in)?(?:active|alive|deleted|removed|archived|hidden|visible|enabled|disabled"
    r"|published|public|valid|trashed|soft_deleted|current|latest|approved|verified|live|completed?|done"
    r"|finished|success|succeeded)(?:_(?:at|on|date|flag|time|by))?",
)
"""Columns, and values of them, that nearly all rows of a table have in common."""
SINGLE_ROWS = Words(
    "single-rows",
    r"_*(?:(?:app|application|site|server|system|global)_?)?(?:settings|config|configuration)",
)
"""Classes whose table has one row, unless they name an owner."""
PROCESS_STARTS = Words(
    "process-starts",
    r"(?:\w+_)?(?:startup|boot|booted|uptime|(?:process|server|worker)_start(?:ed)?)(?:_\w+)?",
)
"""Fields that hold when the process began."""
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
    r"(?:(?:is|es|has|requires?|required|only|current|verify|check|ensure|must_be|active|allow|get)_)*"
    r"(?:admin(?:istrator|istrador|istrateur)?s?|staff|super_?(?:users?|usuarios?))"
    r"(?:_(?:user|member|role|permissions?|access|required|only|auth|token|dependency))*",
)
"""Guards that let administrators in, and nobody else, by the names that projects give them."""
GROUP_GUARDS = Words(
    "group-guards",
    r"(?:user_?)?(?:group|role)s?_?required|(?:requires?|required|has|in|needs)_(?:any_)?(?:group|role)s?",
)
"""Guards that are told which groups or roles they let in, by the names that projects give them."""
LIBRARY_NAMES = Words(
    "library-names",
    r"(?:django|drf|wagtail)[-_.]\w[\w.-]*",
)
"""Names under which an application for the projects of others is published: `django-` and what it is called."""
SCOPE_GUARDS = Words(
    "scope-guards",
    r"_*(?:(?:requires?|required|has|needs|check|verify|ensure|with|security)_)+(?:any_|all_)?"
    r"(?:scope|permission|privilege|right|role|group)s?|_*(?:scope|permission|privilege|right)s?_required",
)
"""Guards that are told what a caller must be allowed, by the names that projects give them."""
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
ONLY_FOR_TESTS = Words(
    "only-for-tests",
    r"(?s:.*)\b(?:only|solely|just)\s+(?:\w+\s+)?(?:for|in|during)\s+(?:\w+\s+)?(?:tests?|testing|development|demos?|demonstration)\b(?s:.*)"
    r"|(?s:.*)\b(?:not|n't|never)\s+(?:\w+\s+){0,2}(?:for|in)\s+production\b(?s:.*)",
)
"""What a docstring says of a class that no service is to use."""
SANDBOXES = Words(
    "sandboxes",
    r"(?:\w+_)?(?:workbench|sandbox|playground)(?:_\w+)?|(?:demo|dev|example|test)_?(?:project|site|app)|\w+_(?:demo|example)",
)
"""Packages that hold a project in which developers try another package."""
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
SET_UPS = Words(
    "set-ups",
    r"(?:.*[/_\-])?(?:set_?up|wizard|onboarding|first_run)(?:[/_\-].*)?"
    r"|.*(?:oauth2?|oidc|sso|saml|auth)[\w/{}\-]*callback.*",
)
"""Routes that are called once for a service or an account: the steps of a setup, the end of a log-in."""
READY = Words("ready", r"done|empty|is_alive|is_set|qsize")
"""Attributes that say whether there is anything to wait for."""
COMPLETED = Words(
    "completed",
    r"(?:\w*_)?(?:success(?:ful|fully)?|succeeded|done|complete|completed|finished)",
)
"""States of a piece of work that is done, and has its result."""
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
    r"(?:\w+_)?a?save|a?create|get_or_create|update_or_create|commit|bulk_create|bulk_update|flush|add_all|merge"
    r"|insert_one|update_one|select_for_update|with_for_update|atomic|begin|begin_nested|delay"
    r"|apply_async|send_mail|send|publish|a?delete|enqueue|add|update|full_clean|set|executemany"
    r"|insert|upsert|notify",
)
"""Methods after which each round of a loop is a unit of work of its own."""
WORKING = Words(
    "working",
    r"_*(?:create|update|delete|save|insert|upsert|remove|send|notify|write|store|persist|sync|mark"
    r"|set|add|apply|process|handle|execute|perform|run|migrate|import|archive|cancel|assign|grant"
    r"|revoke|attach|detach|enqueue|dispatch|publish|record|register|cleanup|clean|prune|purge)_\w*"
    r"|_*(?:get|find|fetch)_or_(?:create|add|insert)(?:_\w+)?",
)
"""Functions that change something, by their name."""
ONE_OFF = Words(
    "one-off",
    r"_*(?:\w+_)?(?:migrat(?:e|es|ed|ion|ions)|upgrade|upgrades|backfill|backfills)(?:_\w+)?",
)
"""Modules and functions that go over the data once, when a new version is installed."""
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
    r".*(?:valid|allow|safe|check|verif|sanit|permit|is_|has_|ensure|assert_|ssrf|whitelist|require).*"
    r"|pin(?:_(?:host|hosts|hostname|address|addresses|dns|ip))?",
    r"is_?(?:file|dir|absolute|symlink|mount|junction|authenticated|anonymous|none|async|ajax)"
    r"|has_?(?:attr|changed)|check_?(?:box|point|sum|out|in)\w*|csrf_\w+|(?:un)?checked"
    r"|_*is_?(?:str|string|text|bytes|unicode)(?:_?(?:type|like|instance))?",
)
"""Functions that judge the value that they are given, or refuse it."""
LOOKUPS = Words(
    "lookups",
    r"_*a?(?:get|find|fetch|load|look_?up|query|select|retrieve|search)(?:_\w+)?|a?first"
    r"|(?:scalar_)?one(?:_or_none)?|scalar",
    r".*_?(?:files?|paths?|dir|folder|directory|contents?|text|pages?|urls?|response|html|image|document"
    r"|asset|template|stream|bytes|blob|config|env|users?_agent|requests?|params?|args?|values?|data)",
)
"""Functions that find something by a key; not those whose name says that they read or open it."""
REQUIRED_LOOKUPS = Words(
    "required-lookups", r"a?get_(?:object|list)?_?or_404|(?:first|one|get)_or_404|(?:scalar_)?one"
)
"""Look-ups that raise where there is nothing."""
CARRYING = Words(
    "carrying",
    r"get|pop|getlist|get_list|get_all|getall|getone|setdefault|items|values|keys|lists|multi_items"
    r"|copy|dict|model_dump|model_dump_json|to_dict|to_python|_asdict|strip|lstrip|rstrip|lower|upper"
    r"|title|casefold|capitalize|split|rsplit|partition|rpartition|splitlines|replace|translate"
    r"|encode|decode|removeprefix|removesuffix|expandtabs|ljust|rjust|center|read|readline|readlines"
    r"|getvalue|json|text|body|form|post|multipart|next|geturl|format|format_map|join|zfill|joinpath|resolve|absolute"
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
OPENED_INWARD = Words(
    "opened-inward",
    r".*(?:allow|permit|enable)\w*_(?:local|loopback|private|internal|intranet|unsafe_urls?)\w*",
)
"""Flags by which an operator lets a server talk to the network that it stands in."""
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
    r"|(?:print|prompt|display)_\w+)|cmd|.*\.start_\w+",
)
"""Modules, classes and functions that talk to somebody at a terminal."""
ONLOOKERS = Words("onlookers", r"_*(?:(?:\w+_)?debug(?:_\w+)?|(?:tail|watch)_\w*logs?\w*|tail_\w+)")
"""Modules and functions whose output somebody looks at while they run."""
VERBOSE = Words(
    "verbose",
    r"_*(?:is_|set_|be_|in_)?(?:verbose\w*|verbosity|quiet|silent|dry_?run|debug\w*)"
    r"|is_?enabled_?for_?(?:debug|trace)",
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
    r"_*(?:\w+_)?(?:logs?|\w*logging|loggers?|logconf|observability|telemetry|tracing|otel|opentelemetry"
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
SMALL_FILES = Words(
    "small-files",
    r"(?:\w*[_./-])?(?:__file__|templates?|static\w*|assets?|icons?|favicon|logos?|avatars?|thumb\w*|qr\w*"
    r"|captcha|badges?|schemas?|docs|pages?|locales?|translations?|i18n|themes?|css|js|fonts?|manifest|robots"
    r"|sitemap|certs?|certificates?|(?:public|private|signing|ssh|api)_?keys?|pem|licen[sc]es?|readme|config\w*|settings|signatures?|index|frontend"
    r"|html|svg|ico|jwks|metadata)(?:[_./-]\w*)*",
)
"""Files and folders of files that are small: parts of a program, of its pages, or of its set-up."""
SIZE_CHECKS = Words(
    "size-checks",
    r"\w*(?:size|length|too_large|max_upload|upload_limit|body_limit)\w*"
    r"|(?:validate|check|ensure|verify|enforce|limit)\w*(?:file|upload|avatar|image|attachment)\w*",
)
"""Functions that refuse what is too large."""
CONNECTION_TRIALS = Words(
    "connection-trials",
    r"_?(?:\w+_)?(?:test|verify|check|try|probe)_(?:\w+_)?(?:connection|connectivity|reachability|server"
    r"|endpoint|credentials|config(?:uration)?)|(?:\w+_)?(?:connection|connectivity|server|status|api)_(?:test|check)",
)
"""Handlers that try, for somebody, whether another service can be reached."""
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
TENANT_LABELS = Words("tenant-labels", r"(?:\w+_)?(?:account|customer)_id")
"""Those of them that tell the customers of a service apart."""
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
STARTING = Words(
    "starting",
    r"(?:a?connect|open|start|start_up|initiali[sz]e|launch|listen|run_forever)(?:_async)?",
)
"""Methods after which an object runs, or holds a connection."""
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
ERROR_KEYS = Words(
    "error-keys",
    r"(?:has_?)?errors?(?:_?(?:message|msg|text|string|description|list))?|err(?:_?msg|_?message)?|exception",
)
"""Keys of an answer under which it reports what went wrong."""
SUCCESS_KEYS = Words("success-keys", r"(?:is_?)?success(?:ful)?|ok|succeeded")
"""Keys of an answer that say whether all went well."""
FAILED_STATES = Words(
    "failed-states",
    r"err(?:or)?|fail(?:ed|ure)?|exception|invalid|unauthorized|forbidden|not[_ ]found",
)
"""Values of a state that say that something went wrong."""
ERROR_DETAILS = Words(
    "error-details",
    r"(?:error_?)?(?:msg|message|messages|detail|details|reason|code|type|kind|title|description|hint"
    r"|suggestion|help|info|traceback|stack_?trace)|status(?:_?code)?|state|result|outcome|timestamp"
    r"|time|path|url|(?:is_?)?success(?:ful)?|ok|succeeded|request_?id|trace_?id|retcode|errno",
)
"""Keys that stand beside the report of an error and hold no result."""
BATCH_PROTOCOLS = Words(
    "batch-protocols",
    r".*(?:graphql|json_?rpc|(?:^|[/_.-])rpc(?:$|[/_.-])|slack|alexa|scim|(?:^|[/_.-])bulk|batch"
    r"|telegram|dingtalk|wechat|lnurl|(?:^|[/_.-])(?:bot|a2a)(?:$|[/_.-])).*|(?:.*[/.])?mcp/?",
)
"""Names of routes and modules of protocols that ask for status 200 whatever happens."""
ACKNOWLEDGED = Words(
    "acknowledged", r".*(?:webhook|callback|(?:^|[/_.-])hooks?(?:$|[/_.-])|notify).*"
)
"""Names of routes that another service calls, and calls again unless they answer a success."""
INPUT_CHECKS = Words(
    "input-checks",
    r".*(?:valid|schema|sanit|required_?(?:params?|fields?|keys?|args?)|check_?(?:params?|input|body"
    r"|request|data|payload|fields?|keys?)|parse_?(?:request|body|args?|params?|payload)"
    r"|use_?(?:args|kwargs)).*|expect|expects|accepts_json|json_body|is_valid",
    r"(?:in|un)?validate_?(?:cache|token|session|user|csrf|password)\w*|invalid\w*",
)
"""Calls and decorators that judge what a client sent."""
SHOWN_ONLY = Words(
    "shown-only",
    r"len|print|str|repr|dumps|debug|info|warning|error|exception|log|isinstance|type|bool|list|dict"
    r"|set|sorted|keys|items|values|copy|deepcopy|pformat|pprint",
)
"""Calls that judge nothing of what they are given."""
FREE_MAPPINGS = Words(
    "free-mappings",
    r"(?:\w*_)?(?:labels?|tags|meta|metadata|context|variables|values|attributes|properties|props|extra"
    r"|extras|settings|config|configuration|options|preferences|schema|template|filters?|headers|env"
    r"|environment|annotations|payload_template|json_schema|spec|state|inputs?|parameters|kwargs)",
)
"""Parameters that hold a mapping whose keys its clients choose."""
SIGNATURES = Words(
    "signatures",
    r".*(?:signature|hmac|compare_digest|construct_event|webhook|svix|verify_(?:request|payload|body)).*",
    r"_*(?:create|make|get|list|find|fetch|update|delete|remove|add|save|send|fire|trigger|emit|call"
    r"|notify|register|enqueue|dispatch|test)_?(?:\w+_)?webhooks?(?:_\w+)?",
)
"""Calls and decorators that check who signed a request."""
FORWARDS = Words("forwards", r".*(?:proxy|proxies|pass_?through|forward|relay).*")
"""Names of routes that send their requests on to another service."""
SENDS_ON = Words(
    "sends-on",
    rf"{FORWARDS.pattern}|(?:\w*_)?send_(?:request|command|rpc)|rpc_call|emit|broadcast(?:_\w+)?",
)
"""Calls that give another service what they are given."""
SCARCE = Words(
    "scarce",
    r"(?:[a-z0-9]+_)*(?:stock|inventory|quantity|qty|quotas?|seats?|tickets?|points|coins|tokens"
    r"|allowance|available|remaining|reserved|left)(?:_(?:left|remaining|available|used|count))*",
)
"""Columns that count what there is only so much of."""
NATURAL_KEYS = Words(
    "natural-keys",
    r"(?:\w+_)?(?:idempotency(?:_key)?|external_id|event_id|email|email_address|username|token)",
)
"""Columns whose values somebody else gives out, or takes for one person's."""
TRANSACTION_NAMES = Words(
    "transaction-names",
    r"(?:.*[^a-z])?(?:atomic|transactions?|transactional|savepoint)(?:[^a-z].*)?",
)
"""Context managers, decorators and bases that are a transaction, whoever made them."""
ACCOUNTS = Words(
    "accounts",
    r"(?:\w+_)?(?:logs?|logentry|audits?|activity|activities|changes?|events?|notifications?|history"
    r"|histories)(?:_\w+)?",
)
"""Models whose rows tell of what was done."""
SETS_UP = Words(
    "sets-up",
    r"_*(?:a?create|setup|set_up|ensure|init(?:iali[sz]e)?|load|install|migrate|populate|seed|sync)_"
    r"(?:\w+_)?(?:defaults?|initial|standard|built_?ins?|groups|roles|permissions|fixtures)(?:_\w+)?"
    r"|(?:\w+_)?(?:seed|populate|bootstrap|post_migrate)(?:_\w+)?|(?:mock|sample|demo|dummy)_?data"
    r"|_*(?:initiali[sz](?:e|ation)|on_?start_?up|start_?up)(?:_(?:app|application|db|database|data|server))?",
)
"""Functions that make what a program needs to begin with."""
PROOFS = Words(
    "proofs",
    r"(?:\w+[_-])?(?:password|passwd|pwd|secret|secret_key|client_secret|api_?key|auth_?token|access_?token"
    r"|refresh_?token|token|signing_?key|encryption_?key|private_?key|signature|hmac|otp)",
    r"\w*(?:csrf|xsrf|default|mask|placeholder|sentinel|change_?me|legacy|failed|dummy|type|method|public)\w*"
    r"|(?:\w*_)?(?:next|page|continuation|cursor|sync|eos|bos|pad|unk|stop|start|end)_?token",
)
"""What somebody must know to be let in, by its name."""
CONFIGURATIONS = Words(
    "configurations",
    r"(?:\w*_)?(?:settings|config|configuration|conf|cfg|environ|env|options|secrets)",
)
"""Objects that hold what was configured, by their name."""
ACCESS_CHECKS = Words(
    "access-checks",
    r"_*(?:is|_is)_(?:allowed|authori[sz]ed|admin|owner|valid_token|valid_signature)\w*"
    r"|_*has_(?:perm|permission|access|role|object_permission)\w*|_*can_\w+"
    r"|_*check_(?:\w+_)?(?:perm|access|auth|token|signature|api_?key|password|credentials)\w*"
    r"|_*verify_(?:\w+_)?(?:token|signature|api_?key|jwt|password|otp|hmac|webhook|secret)\w*"
    r"|_*(?:async_)?authenticate\w*|_*authori[sz]e\w*|test_func",
    r"\w*(?:limit|throttle|quota|circuit|feature|flag)\w*|_*can_(?:retry|connect|run|parse|handle|import|be_\w+)",
)
"""Functions that say whether a caller gets in."""
SIGNATURE_CHECKS = Words(
    "signature-checks",
    r"\w*(?:signature|web_?hook)\w*|\w*verify\w*hash\w*|_*(?:verify|check)_(?:digest|hmac|mac)\w*",
)
"""Functions that look at a signature."""
HASHERS = Words(
    "hashers",
    r"_*(?:hash|digest)_(?:\w+_)?(?:password|passwd|pw|pwd|pin)"
    r"|_*(?:compute|generate|calculate|get|create|make|derive)_(?:\w+_)?(?:password|passwd|pwd|pin)_(?:hash|digest)"
    r"|_*password_(?:hash|digest)",
)
"""Functions that hash what a user has chosen.  How the hash of a drawn token begins helps nobody to
guess the token."""
HASHES = Words("hashes", r"\w*hash\w*|(?:\w+_)?(?:password|passwd|pwd|digest)")
"""Names of what such a function gave once."""
AUTHENTICATORS = Words(
    "authenticators",
    r".*(?:middleware|authenticat|auth_?backend|auth_?provider|verifier|guard|security|permission|auth$).*",
)
"""Classes that let callers in."""
ENCODERS = Words(
    "encoders",
    r"_*(?:\w+_)?(?:b64|base64|b32|hex|encode|to_(?:str|text|bytes|unicode|native))(?:_?\w+)?",
)
"""Functions that spell bytes as text, or text as bytes."""
MAC_KEYS = Words(
    "mac-keys",
    r"(?:\w+_)?(?:secret|secret_key|signing_key|signature_key|hmac_key|mac_key|app_secret|private_key)",
)
"""Keys that make an authentication code of a digest."""
FEDERATED = Words("federated", r"(?:\w+_)?(?:id|access|identity)_?token(?:_\w+)?")
"""Tokens that the answer to a login elsewhere holds."""
FEDERATION = Words(
    "federation",
    r".*(?:o_?auth|oidc|open_?id|sso|saml|social|federat|keycloak|azure|google|okta|cognito).*",
)
"""Modules, classes and functions of a login elsewhere."""
FORGETS_TOKENS = Words(
    "forgets-tokens",
    r"\w*(?:log_?out|sign_?out|revoke|refresh|introspect|expired|deny_?list|black_?list|cleanup)\w*",
)
"""Functions for which a token may be old."""
PEEKS = Words(
    "peeks", r"\w*(?:unverified|peek|debug|inspect|insecure|without_verif|no_verif|unsafe)\w*"
)
"""Functions that by their name prove nothing."""
ASKS_ISSUER = Words("asks-issuer", r"(?:\w*_)?(?:user_?info|introspect)(?:_\w+)?")
"""Calls by which who made a token says whose it is."""
TOKENS = Words("tokens", r"(?:\w+_)?(?:token|jwt|bearer|credential|credentials|assertion|id_token)")
"""Names of tokens."""
TOKEN_CHECKS = Words(
    "token-checks", r"_*(?:verify|validate|check)\w*|jwtclaimsregistry|\w*_(?:verify|validate)"
)
"""Functions that prove a token, or what it claims."""
TRUSTING = Words(
    "trusting", r"\w*(?:trust|insecure|unsafe|unverified|skip_?verif|no_?verif|disable_?verif)\w*"
)
"""Settings under which nothing is proven on purpose."""
PROOF_CHECKS = Words(
    "proof-checks",
    r"_*(?:a?verify|validate|check|require|authenticate)(?:_\w+)?|\w+_valid|is_valid_\w+",
    r"\w*(?:captcha|limit|quota|env|environment|config|configuration|settings|provider|connection|exists?)\w*",
)
"""Functions that prove what a caller shows."""
LIMITERS = Words(
    "limiters", r"\w*(?:limit|throttl|quota|circuit|flag|feature|retry|captcha)\w*|should_\w+"
)
"""Functions and classes that ask how often, or whether something is on."""
POWERFUL = Words(
    "powerful",
    r"_*(?:(?:get|make|create|build)_)?(?:default|admin|system|super|root|dev|local|mock|dummy|fallback|service)"
    r"_?(?:user|identity|principal|account|admin)",
)
"""Users who may do anything, or whom all share, by their name."""
CALLERS = Words(
    "callers",
    r"(?:\w+_)?(?:user|request|principal|identity|actor|account|member|caller|client|role|token|auth|info|owner|scopes?)",
)
"""Parameters that stand for who calls."""
BLOCKED = Words(
    "blocked",
    r"\w*(?:block|ban(?:ned)?(?:_|$)|deny|denied|black|revok|suspend|restrict|lock|forbid)\w*",
)
"""What holds those who are shut out."""
NO_ROW = Words(
    "no-row-errors", r"\w*(?:does_?not_?exist|not_?found|no_?result\w*|key_?error|no_?such\w*)\w*"
)
"""Exceptions that say that there is no row, by their name."""
FAILS_OPEN = Words(
    "fails-open",
    r"(?s:.*)\b(?:fail(?:s|ing|ed)?[ -]*open|(?:not|n't|never)\s+(?:applicable|apply|concern\w*)|nothing\s+to\s+check"
    r"|(?:allow|let|permit)s?\s+(?:\w+\s+)?(?:errors?|exceptions?|failures?)\s+(?:to|through|pass))\b(?s:.*)",
)
"""What a comment says where an error is to let callers in."""
FEEDBACK = Words(
    "feedback",
    r".*(?:feed_?back|subscri|news_?letter|lead|wait_?list|vote|track|event|metric|survey|report|enrol|initiali[sz]e|pair).*",
)
"""Views that take what anybody may tell."""
SAVED = Words("saved", r"(?:\w+_)?(?:serializer|form|formset|instance|obj|object|row|record)")
"""Objects whose ``save`` writes a row."""
PRIVILEGES = Words(
    "privileges",
    r"is_staff|is_superuser|is_admin|is_root|superuser|admin|roles?|role_id|groups|user_permissions|permissions"
    r"|scopes|is_verified|email_verified|is_approved|balance|credits|plan|tier|tenant_id|organization_id",
)
"""Columns of a user that say what he may, or what he has."""
REGISTERS = Words(
    "registers", r"(?:\w+_)?(?:register|registration|sign_?up)(?:_(?:user|account))?|sign-up"
)
"""Routes by which somebody makes an account of his own."""
OWN_ROUTES = Words("own-routes", r"me|profile|account")
"""Parts of paths under which somebody finds what is his own."""
HIGH_RANKS = Words(
    "high-ranks",
    r".*(?:admin|super|owner|root|staff|manager|moderator|system|operator|\ball\b|\*).*",
)
"""What somebody is called, or may, who may more than others."""
RECORDS = Words(
    "records",
    r".*(?:audit|logs?|log_?entry|history|events?|raw\w*|payloads?|web_?hooks?|scim\w*|fhir\w*|inbox)",
)
"""Classes whose rows keep what arrived as it arrived."""
FILLS_FIELDS = Words(
    "fills-fields",
    r"_*(?:\w+_)?(?:from|update|fill|populate|set|assign|apply|merge|patch|create|new|build|make|load|deserialize)"
    r"(?:_\w+)?",
)
"""Methods of rows that are given their fields, by name."""
FIELD_CHECKS = Words(
    "field-checks",
    r"\w*(?:valid|check|clean|filter|sanit|schema|parse|pick|only|allow|strip_|normali[sz]e|load(?!s$)|permit|whitelist)\w*",
)
"""Functions that look at the fields of what they are given."""
USER_MODELS = Words("user-models", r"(?:\w+_)?(?:custom)?(?:user|account)")
"""Models of those who log in, by their name."""
PLATFORM_VARIABLES = Words(
    "platform-variables",
    r"hostname|host|home|path|port|user|username|tz|pwd|lang|lc_\w+|shell|tmp|temp|tmpdir|pythonpath"
    r"|(?:local_|group_|node_)?rank|(?:local_)?world_size|master_(?:addr|port)"
    r"|django_settings_module|(?:kubernetes|databricks|aws_lambda|heroku|railway|render|dyno|fly)_\w+",
)
"""Variables that a platform sets, whose default only says how to do without it."""
NEGATIONS = Words("negations", r"(?!.*no_proxy)(?:.*_)?(?:no|without)_.+")
"""Variables that say no to something, where their default is a truth value."""
FLAGS = Words(
    "flags",
    r"debug|testing|(?:.*_)?(?:enabled?|disabled?|debug)"
    r"|(?:.*_)?(?:enable|disable|use|is|allow|has|verify|require|skip)_.+",
    r"_.*|.*__.*|.*_(?:url|uri|dsn|key|token|secret|password|host|hosts|port|path|paths|file|files|dir|name|names"
    r"|id|ids|user|users|email|emails|endpoint|address|origins|domains?|ips|list|model|models|mode|level"
    r"|type|version|class|backend|regex|pattern|header|headers|value|seconds|count|size)",
)
"""Variables that say yes or no."""
THINGS = Words(
    "things",
    r"(?:.*_)?(?:url|uri|dsn|key|token|secret|password|host|port|path|file|dir|folder|name|id|user"
    r"|email|endpoint|address|certs?|certificates?|ca|bundle|cafile|pem|version|region|bucket|namespace|pid|arn|account"
    r"|profile|credentials)|_.*|.*__.*",
)
"""Variables that name something: whether they are set is a question of its own.  With two underscores
they come from the program itself."""
BOOLEAN_PARAMETERS = Words("boolean-parameters", r"debug|echo|use_ssl|use_tls|ssl|reload|secure")
"""Parameters that take a yes or a no, and any text for a yes."""
BOOLEAN_SETTINGS = Words(
    "boolean-settings",
    r"debug|testing|sqlalchemy_(?:echo|track_modifications)|propagate_exceptions"
    r"|email_use_(?:tls|ssl)|(?:session|csrf)_cookie_(?:secure|httponly)|csrf_use_sessions"
    r"|secure_(?:ssl_redirect|hsts_include_subdomains|hsts_preload|content_type_nosniff)"
    r"|use_(?:tz|i18n|l10n|x_forwarded_host|x_forwarded_port)|append_slash|prepend_www"
    r"|cors_(?:allow_all_origins|allow_credentials|origin_allow_all)|mail_use_(?:tls|ssl)"
    r"|wtf_csrf_enabled|celery_task_always_eager|task_always_eager",
)
"""Settings that a framework takes for a yes or a no."""
BOUNDARIES = Words(
    "boundaries",
    r"(?:\w+_)?(?:integrations?|clients?|gateways?|adapters?|providers?|connectors?|webhooks?"
    r"|backends?)",
)
"""Modules and packages whose work is to talk to another service."""
PROXIES = Words("proxies", r"(?:\w+_)?(?:proxy|proxies|proxied|pass_?through)(?:_\w+)?")
"""Handlers that hand a request on as it is."""
PAID_RESOURCES = Words(
    "paid-resources",
    r"charges|payment_intents|refunds|transfers|payouts|topups|invoices|invoice_items|subscriptions"
    r"|credit_notes|reversals|cards",
)
"""Attributes of a client of a payment service, whose creation moves money."""
IDEMPOTENCY_KEYS = Words(
    "idempotency-keys",
    r"(?:x-)?(?:request-)?idempotency[-_]?(?:key|id|token)|idempotencykey|paypal-request-id"
    r"|x-(?:refund|payout)-idempotency"
    r"|message_?deduplication_?id|clientrequesttoken",
)
"""Parameters, headers and keys by which the other side knows a request again."""
PAYMENT_ADDRESSES = Words(
    "payment-addresses",
    r"https?://(?:api\.stripe\.com/v1/(?:charges|payment_intents|refunds|transfers|payouts|topups"
    r"|invoices|invoiceitems|subscriptions|credit_notes)"
    r"|api\.mollie\.com/v2/(?:payments|orders)(?:/[^/]*/(?:refunds|captures))?"
    r"|api(?:-m)?(?:\.sandbox)?\.paypal\.com/v[12]/(?:payments|checkout)/.+"
    r"|(?:sandbox-)?api\.paddle\.com/(?:transactions|adjustments|subscriptions)(?:/[^/]*/charge)?)/?",
)
"""Addresses of payment services; a `*` stands for a part that is not known."""
LOADED_BY_NAME = Words(
    "loaded-by-name",
    r"models|tasks|actors|admin|translation|apps|urls|views|celery(?:_app|app)?|wsgi|asgi|manage|main|app"
    r"|settings|conftest|worker|workers|checks|receivers_registry|plugin|plugins|wagtail_hooks|search_indexes"
    r"|cms_(?:apps|menus|plugins|toolbars|wizards)",
)
"""Modules that a framework looks for under their name, or that a process is started with."""
TEST_PARTS = Words(
    "test-parts",
    r"(?:.*[_-])?(?:tests?|testing|pruebas?|testes|unittests?|testutils|testcases?|pytest\w*|conftest|mocks?|mocked|mocking|fakes?|dummy|stubs?|no_?op"
    r"|factory|factories|evals?|eval|benchmarks?|simulat(?:or|ion)|playground|sandbox)(?:[_-].*)?",
)
"""Parts of the names of modules that are there for tests, as a tool or as a stand-in."""
STAND_INS = Words(
    "stand-ins",
    r"(?:.*[_a-z])?(?:mock|fake|dummy|stub|simulat|sandbox|demo|example|playground|tutorial|sample|testing)(?:.*)?",
)
"""Names of modules, classes and functions that are there to stand in for something."""
PROCESS_MODULES = Words(
    "process-modules", r"(?:\w+_)?(?:u?wsgi|asgi|workers?|gunicorn)(?:_app|_main)?"
)
"""Modules that a process is started with, and that nothing else loads."""
APPLICATION_MAKERS = Words(
    "application-makers",
    r"_*(?:create|make|build|get|init|new|setup|set_up|configure)_?(?:\w+_)?(?:app|application|server|wsgi|asgi)"
    r"|init_extensions|register_extensions|lifespan|startup|on_startup",
)
"""Functions that make the application that is served."""
STAND_IN_ACCOUNTS = Words(
    "stand-in-accounts",
    r"_*(?:fake|mock|dummy|demo|in_?mem(?:ory)?|sample)_?(?:users?|accounts?|members?|credentials)"
    r"(?:_?(?:db|store|table|list|database))?",
)
"""Names of containers of users that say that they are not the real ones."""
ACCOUNT_STORES = Words(
    "account-stores",
    STAND_IN_ACCOUNTS.pattern
    # `test_users` alone may be those who are let through without a code.
    + r"|_*(?:test_)?(?:users?|accounts?|members?|credentials)_(?:db|store|table|list|database)"
    r"|_*(?:users|accounts|members|credentials)(?:db)?",
)
"""Names of containers of those who may log in."""
PASSWORDS = Words(
    "passwords",
    r"(?:\w*_)?(?:password|passwd|pwd|password_?hash|hashed_?pw|passphrase)(?:_hash)?",
)
"""Keys under which an account has its password."""
LOGS_IN = Words(
    "logs-in",
    r"_*(?:authenticate|login|log_in|register|sign_?up|sign_?in|verify_(?:user|credentials|password)|check_"
    r"(?:user|credentials|password|auth)|get_(?:current_)?user|create_user|add_user|token|auth)(?:_\w+)?",
)
"""Functions, and parts of paths, that find out who somebody is."""
CURRENT_USERS = Words(
    "current-users",
    r"_*(?:get_|load_|require_|fetch_)?(?:current|authenticated|logged_in|active)_(?:active_)?user(?:_\w+)?"
    r"|_*(?:authenticate|require_auth|require_user|get_user)",
)
"""Functions that say who sends a request."""
CHECK_CHOICES = Words(
    "check-choices",
    r".*(?:verif|valid|insecure|skip|trust|self_?signed|ssl_?mode|tls_?mode|check_?host|host_?key"
    r"|allow_?http|cert_?reqs|debug|(?:^|_)dev(?:el\w*)?(?:_|$)|(?:^|_)local"
    r"|(?:running|under|in|is)_?test(?:s|ing)?(?:_|$)|^testing$|test_?mode).*",
)
"""What a test asks where an operator chooses whether the certificate of a peer is checked."""
TLS_OBJECTS = Words("tls-objects", r"(?:\w+_)?(?:ssl|tls)(?:_?(?:context|config|ctx|mode))?")
"""Names of what holds the choice itself, where it may be `False`."""
UNCHECKED = Words(
    "unchecked",
    r".*(?:insecure|un_?verified|no_?verif|without_?verif|skip_?verif|unsafe|untrusted|self_?signed).*",
)
"""Names that say that the certificate is not checked: something else chooses them."""
GUESSED = Words(
    "guessed",
    r"(?:\w*_)?(?:tokens?|password|passwd|pwd|passphrase|secret|otp|totp|one_time_code|session_id"
    r"|sessionid|csrf\w*|xsrf\w*|api_?key|access_?key|secret_key|private_key|verification_code"
    r"|confirm(?:ation)?_code|reset_(?:code|token)|activation_(?:code|key)|invite_code"
    r"|invitation_code|recovery_codes?|backup_codes?|pin|pin_code|sms_code|auth_code|magic_link"
    r"|voucher_code|coupon_code|gift_card\w*)",
    r"(?:\w*_)?(?:num|next|max|min|bos|eos|pad|special|prompt|completion|page|mask|stop|input|output"
    r"|vocab|lexer|cancel|fencing|lock)_?tokens?"
    r"|(?:\w*_)?(?:dummy|fake|mock)_\w+|tokens",
)
"""Names of what must not be guessed."""
DRAWN = Words(
    "drawn",
    r"\w+",
    r"(?:check|is|has|verify|validate|compare|set|store|save|test|use|match|count|hash|send|login"
    r"|show|delete|remove|change|update|parse)_\w+",
)
"""Functions that give what their name says."""
NONCES = Words("nonces", r".*(?:csp|auth|login|encrypt).*")
"""Functions in which a number that is used once must not be guessed."""
STATES = Words("states", r"(?:(?:o_?auth2?|oidc|login|sso|csrf)_?)?state|(?:\w*_)?code_verifier")
"""Names of what ties the answer of who signs people in to the browser that asked for it."""
OAUTH = Words(
    "oauth",
    r".*(?:o_?auth|oidc|open_?id|authori[sz]|log_?in|sign_?in|pkce).*|(?:.*[._])?sso(?:[._].*)?",
)
"""Modules, classes and functions through which another service signs people in."""
CREDENTIAL_COOKIES = Words(
    "credential-cookies",
    r"(?:.*[^a-z0-9])?(?:session|sessionid|session_id|sid|token|access_token|refresh_token|id_token"
    r"|jwt|auth|authorization|api_?key|remember_me|remember_token|credentials)(?:_cookie)?"
    r"|\w*(?:session|token)",
    r".*(?:csrf|xsrf|download|export|theme|lang).*",
)
"""Cookies with which a browser shows who its user is."""
IDENTITY_HEADERS = Words(
    "identity-headers",
    r"(?:http[-_])?(?:x[-_]forwarded[-_](?:user|email|preferred[-_]username)"
    r"|x[-_]auth[-_]request[-_](?:user|email|preferred[-_]username)|(?:x[-_])?remote[-_]user"
    r"|x[-_]goog[-_]authenticated[-_]user[-_](?:email|id)|x[-_]ms[-_]client[-_]principal(?:[-_]\w+)?"
    r"|cf[-_]access[-_](?:authenticated[-_]user[-_]email|jwt[-_]assertion)"
    r"|x[-_]amzn[-_]oidc[-_](?:identity|data)|tailscale[-_]user[-_]login)",
)
"""Headers by which a proxy, which knows the browser, says who its user is."""
TOKEN_MAKERS = Words(
    "token-makers",
    r"(?:\w*_)?(?:create|make|issue|generate|encode|sign|mint)_(?:\w+_)?(?:tokens?|jwt)(?:_\w+)?",
    r".*(?:csrf|reset|verif|confirm|invite|activation|download|share|unsubscribe).*",
)
"""Functions that give what a client shows with every later request."""
SECRETS = Words(
    "secrets",
    r"(?:\w+_)?(?:password|passwd|pwd|secret|secret_key|client_secret|api_?key|auth_?token"
    r"|access_?token|refresh_?token|id_?token|session_?token|token|jwt|signing_?key|encryption_?key"
    r"|private_?key|otp)",
    r".*(?:csrf|xsrf)\w*|(?:\w+_)?(?:num|next|max|page|cursor|continuation)_token",
)
"""Names of what nobody else may have."""
SIGNING_SETTINGS = Words(
    "signing-settings",
    r"secret_key|secret_key_fallbacks|jwt_secret_key|security_password_salt|jwt_secret",
)
"""Keys of the configuration of a framework that sign."""
CONFIGURATION_MODULES = Words(
    "configuration-modules",
    r"(?:\w*[._])?(?:settings?|config|configs|configuration|conf|production|prod|base)|\w*(?:config|settings)",
)
"""Modules and classes that hold the configuration of a program."""
PLACEHOLDERS = Words(
    "placeholders",
    r".*(?:example|placeholder|dummy|your|xxx|fake|mock|redacted|censored|changeme|change[_-]me|sample"
    r"|not[_-]?(?:needed|used|required)|unused|ollama|<|>|\{|\}|\$|\*\*\*|\.\.\.).*|empty|none|null"
    r"|test|-+|password|passw|pass|pwd|secret|api[_-]?key|token|key|guest|\W*|sk-\d+|ignored|anonymous\w*"
    r"|any|n/?a|no-?key|my[ _-].*",
)
"""Texts that stand where a secret would stand."""
LOGGED_SECRETS = Words(
    "logged-secrets",
    r"(?:\w*_)?(?:password|password\d|passwd|pwd|passphrase|secret|client_secret|secret_key|signing_key"
    r"|api_?key|private_key|credit_card|card_number|cvv|cvc|ssn|otp|otp_code|totp_secret|jwt"
    r"|authorization"
    # The token of a thing is its number as often as not: what it is good for must stand in the name.
    r"|(?:access|refresh|o?auth\d?|authentication|ad|id|identity|bearer|session|reset|[cx]srf|login|api|jwt|server"
    r"|security|user|admin|service|account|client|device|bot|app|password|verif\w+|confirm\w*|activation"
    r"|registration|invit\w+|remember(?:_me)?|delegation)_token)"
    r"|_*(?:raw_|plain_|clear_|decoded_|new_)?token",
    r"(?:\w*_)?(?:pagination|page|next|continuation|cursor|reservation|lock|fencing|sync|cancel|lease"
    r"|idempotency|expected|current|existing|orm|has|is|no|num|max|min|pad|eos|bos|stop|public|machine|per"
    r"|use|with|missing|invalid|requires?|needs?|masked|redacted|obfuscated|truncated|safe"
    r"|log|hidden|scrubbed|sanitized|sanitised|encrypted|input|output|total|completion|prompt|special|mask|change"
    r"|new_line|unk|sep|cls|context|web_identity|header|challenge)_(?:\w+_)?(?:token|password|secret|key|jwt|authorization)"
    r"|(?:\w*_)?hashed_(?:\w+_)?(?:token|secret|key|jwt)",
)
"""Names of what must not stand in a log: the hash of a token is of no use, that of a password can be guessed."""
TOKEN_CONTEXTS = Words(
    "token-contexts",
    r".*(?:lock|(?<!re)lease|limit|debounce|slot|reserv|cursor|(?:^|_)page|pagina|pars|(?:^|_)lex|nlp|llm"
    r"|complet|tokeniz|(?<!ac)count|stream|usage|search|prompt|chunk|sync|payment|charge|acme"
    r"|(?:^|_)(?:dns|txt)(?:_|$)).*",
)
"""Functions, classes and modules in which a token is no secret."""
PUSHES = Words("pushes", r".*(?:push|firebase|(?:^|[_.])(?:fcm|apns?|gcm)(?:[_.]|$)).*")
"""Functions, classes and modules that send messages to phones: a token is the address of one."""
TRADED = Words(
    "traded",
    r"(?:\w*_)?(?:asset|currency|trading_pairs?|balances?|gas(?:_\w+)?|token_symbol|token_address"
    r"|contract_address|token_amount|swap|erc20|order_book|liquidity"
    r"|(?:block_?)?chain(?:_id|_name)?|tx_(?:hash|id)|wallet(?:_(?:id|addr|address))?|stable_?coins?"
    r"|crypto_(?:amount|currency))",
)
"""Names beside which a token is a currency."""
SINGLE_USE = Words(
    "single-use",
    r".*(?:reset|verif|confirm|activat|invit|magic|unsubscribe|download|share|signed|onboard|signup).*",
)
"""What leads to a page once: its token opens nothing else."""
TYPED_PASSWORDS = Words(
    "typed-passwords", r"(?:raw_|plain_|new_|user_?|_)?(?:password|passwd|pwd|passwort)1?"
)
"""Names of a password as somebody typed it."""
SENDS_TEXTS = Words(
    "sends-texts",
    r"\w*(?:send|deliver|queue|dispatch|notify|mail)\w*?_?(?:e?_?mails?|sms|slack|whatsapp|messages?|msg"
    r"|invit\w*|welcome|credentials|passwords?)(?:_\w+)?"
    r"|(?:a?send_?)?(?:e?mails?|sms|slack|text)|email_\w+|mail_\w+|chat_post_?message|notify_\w+"
    r"|email(?:_?message|multialternatives)|message(?:schema)?|mime_?text|mail|set_content|add_alternative|attach_alternative",
    r".*(?:reset|forgot|confirm|verif|recover)\w*|.*_(?:config|settings?|connection|client|server)",
)
"""Functions and classes that bring a text to somebody outside the program."""
SET_PASSWORDS = Words(
    "set-passwords",
    r"\w*(?:set|make|hash|encrypt|encode|generate|get|create)_?\w*(?:password|passwd|pwd)\w*|hash|hashpw"
    r"|\w*(?:create|add|invite|new|register)_?\w*(?:user|account|member|admin|employee|customer|staff)\w*",
)
"""Functions that make a password that of an account."""
CLEAR_PASSWORDS = Words(
    "clear-passwords",
    r"(?:\w+_)?(?:password|passwd|pwd|passwort)\d?",
    r"(?:\w+_)?(?:hash|hashed|encrypted|crypted|smtp|mail|email|db|database|reset|forgot)_(?:password|passwd|pwd)",
)
"""Names of a password, whether it was typed or drawn."""
CHANGED_SOON = Words(
    "changed-soon",
    r"\w*(?:must|force|needs?|require|should)\w*(?:change|reset|update)\w*|\w*change\w*(?:next|first|log_?in)\w*"
    r"|\w*password_(?:expire[sd]?|expiry|expires_at|temporary|is_temporary|change_required)\w*"
    r"|(?:is_)?temporary_password|is_first_login|first_login",
)
"""Marks of a password with which one logs in once."""
SERVERS = Words("servers", r"host|host_?name|port|protocol|server|end_?point")
"""Columns that say where an account is, which then is one of another program."""
LOGINS = Words(
    "logins",
    r"(?:user_?)?(?:username|user_?name|email|login|nickname|phone(?:_number)?|mobile|name|user|account"
    r"|uname)",
)
"""Names of what an account is found by."""
HASHING = Words(
    "hashing",
    r".*(?:hash|crypt|make_password|argon|pbkdf|set_password|encode|digest|md5|sha\d|hmac|cipher|verify"
    r"|check|validate|salt).*",
)
"""Calls that make something of a password, or look whether it is right."""
AUTHORIZES = Words(
    "authorizes",
    r"\w*(?:permission|perms?(?:_|$)|role|scope|admin|staff|superuser|authori[sz](?!ation_?header)"
    r"|policy|policies|rbac|acl(?:_|$)|owner|privilege|can_|has_access|check_access|grant"
    r"|user_passes_test|entitle|abilit)\w*",
    r"(?:get_)?(?:authori[sz]ed?|current)_?(?:user|account)|authorization|oauth\w*",
)
"""Checks of what a caller may do, by their names."""
RATE_LIMITS = Words(
    "rate-limits", r"\w*(?:rate_?limit|throttl|limiter|ratelimit|slow_?down|too_many_requests)\w*"
)
"""What bounds how often a caller calls, by its name."""
PAGES = Words(
    "pages",
    r"(?:\w*_)?(?:limit|offset|skip|page|pages|paged|page_size|per_page|cursor|paginat\w*|top_k|batch_size"
    r"|max_results|page_number|n_results|top_n)(?:_\w+)?",
)
"""Names of what makes a page of a list."""
CONFIGURED = Words(
    "configured",
    r"(?:\w*_)?(?:settings?|config|conf|configuration|constants?|options|environ|getenv)",
)
"""Names of objects that hold what whoever runs the program has set."""
ESCAPING = Words("escaping", r".*(?:quote|escape|literal|ident|placeholder|sql|sanit|clean).*")
"""Functions that make a text harmless where it is pasted, or a piece of a statement."""
SQL_NAMES = Words(
    "sql-names",
    r"(?:\w+_)?(?:tables?|columns?|cols?|schema|db_table|tablename|table_name|fields?|index|seq"
    r"|sequence|sequence_name|alias|relname|view|constraint|database|role|quoted|placeholders?|where"
    r"|clauses?|conditions?|sql|query|queries|fragments?|path|dir|interval|operator|op|cte|subquery"
    r"|values|filters?|order|order_by|direction|expr|expression|predicate|params?|values_list|vector)"
    r"|c|name_of_\w+|\w+_(?:sql|clause|expr|cond|query|table|column|field|name_sql)"
    r"|(?:\w+_)?(?:column|col|field|index|constraint|view|sequence)_name",
)
"""Names of what is a piece of a statement, and no value in it."""
COUNTS = Words(
    "counts",
    r"(?:\w*_)?(?:ms|seconds|secs|minutes|hours|days|weeks|months|years?|count|size|limit|offset|ts"
    r"|id|ids|pk|oid|rowid|num|number|n|i|page|top|k|max|min|timestamp|epoch|version)",
)
"""Names of what is a number wherever no quotes stand around it."""
DIALECTS = Words("dialects", r".*(?:engine_specs?|dialects?|backends?|drivers?|adapters?).*")
"""Modules that speak to a database on behalf of others."""
PLAIN_IN_PAGES = Words(
    "plain-in-pages",
    r"(?:\w*_)?(?:html|markup|svg|icon|badge|attrs|flatatt|css|class|classes|style|colou?r|width|height"
    r"|urls?|uri|href|link|src|pk|id|uuid|slug|count|total|num|number|size|length|percent|percentage"
    r"|progress|amount|price|quantity|qty|score|rate|date|time|datetime|timestamp|duration|at|on|age"
    r"|(?:time_?)?zone|tz|year|month|day|days|hours|minutes|seconds|version|status|state|level|kind|type|display|index|i|n|v|x|val|values?)"
    r"|(?:total|num|number|count|n|sum|max|min|avg|is|has)_\w+|_|n?gettext(?:_lazy)?|static|intcomma"
    r"|get_absolute_url|get_\w+_(?:url|display)|render\w*|naturaltime|localize|date_format",
)
"""Names of what is markup itself, or holds no text that a person wrote."""
SIGNS_IN = Words(
    "signs-in",
    r".*(?:log_?(?:in|out)|sign_?(?:in|out|up)|sso|o_?auth|oidc|saml|authori[sz]e|authenticate).*",
)
"""Routes and functions through which somebody logs in or out."""
RUNS_COMMANDS = Words(
    "runs-commands",
    r".*(?:shell|terminal|(?:run|exec|execute)_?(?:cmd|commands?|scripts?|entry_?points?|process)).*",
)
"""Functions whose purpose is to run what they are told to."""
COMMANDS = Words("commands", r"(?:\w*_)?(?:commands?|cmds?|executable|binary|program)")
"""Names of what is run."""
NUMBERED = Words("numbered", r"(?:\w*_)?(?:pid|ppid|uid|gid|job_?id|port)")
"""Names of what the system, or a scheduler, numbers."""
COPIES = Words(
    "copies", r".*(?:round_?trip|deepcopy|clone|copy|__setstate__|__reduce\w*__|find_class).*"
)
"""Functions that load what they have written themselves."""
PROVES_ORIGIN = Words(
    "proves-origin", r"compare_digest|unsign\w*|verify\w*|decrypt\w*|check_signature\w*|dumps"
)
"""Calls that fail for bytes which somebody else wrote, or that write them."""
REQUEST_PARTS = Words(
    "request-parts",
    r"json|get_json|form|data|files|values|args|post|get|body|read|text|query_params|query|rel_url"
    r"|match_info|get_data|stream|view_args|content|multipart|all_data",
)
"""Parts of a request that a handler reads by itself, where nothing says what the request is."""
MODEL_READERS = Words(
    "model-readers",
    r"model_validate(?:_json|_strings)?|parse_obj|parse_raw|validate_python|validate_json",
)
"""Methods of models alone that make one of what came in."""
MODEL_WRITERS = Words("model-writers", r"model_dump(?:_json)?|dump|dumps_json")
"""Methods that give the content of a model."""
MAKES_MODELS = Words(
    "makes-models", r"(?s:.*(?:valid|schema|model|serializ|\bform\b|parse|load|dump|json).*)"
)
"""Code of a decorator that may read a body into a model, or write an answer from one."""
VALUE_METHODS = Words(
    "value-methods",
    r"append|add|items|keys|values|startswith|endswith|lower|upper|l?strip|rstrip|r?split|join|replace"
    r"|format|extend|setdefault|encode|decode|isoformat|model_dump|model_copy|dict|label|title"
    r"|capitalize|r?partition|splitlines|total_seconds|strftime|timestamp|desc|asc|in_|is_|isnot|is_not"
    r"|i?like|mappings|scalar_one(?:_or_none)?|scalars",
)
"""Methods of texts, containers, times, models and rows: whatever has them, it waits for nobody."""
AUTHORIZES_PERHAPS = Words("authorizes-perhaps", r"_*authori[sz](?:e|ed|ation)")
"""Checks that some write for who calls, and others for what the caller may do."""
LIMITS_PERHAPS = Words(
    "limits-perhaps",
    r"(?s:.*(?:429|throttl|rate_?limit|too_?many|max_?(?:fail|attempt|request|tries)).*)",
)
"""Code that may count how often somebody calls."""
SWITCHING = Words("switching", r"(?:.*_)?(?:settings?|config|configuration|conf|environ|getenv)")
"""Where a check that may be turned off asks whether it is on."""
ENUMERATIONS = Words("enumerations", r"\w*enum")
"""Bases of enumerations, of whichever package."""
