from readiness_lint.knowledge.schema import (
    Blocks,
    ClientTrait,
    Detaches,
    Inherits,
    Is,
    Knowledge,
    Limit,
    Names,
    Outbound,
    Param,
    Returns,
    SetsLimit,
    each,
)
from readiness_lint.terms import FOREVER, Held, Service, Type

# What `socket.setdefaulttimeout` bounds.
AT_SOCKET = ("socket",)
TIMEOUT = Limit(Param("timeout"), FOREVER, at=AT_SOCKET)
THIRD = Limit(Param("timeout", 2), FOREVER, at=AT_SOCKET)
NO_LIMIT = Limit(None, FOREVER, at=AT_SOCKET)
HOST, ADDRESS = Param("host", 0), Param("address", 0)

URLLIB = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/urllib.request.html",
    (
        *each(
            "urllib.request",
            "urlopen",
            Outbound(Service.HTTP, THIRD, inline=Param("url", 0)),
            Returns(Type("http.client.HTTPResponse")),
        ),
        *each("urllib.request", "urlretrieve", Outbound(Service.HTTP, NO_LIMIT)),
        *each("urllib.request.URLopener", "open retrieve", Outbound(Service.HTTP, NO_LIMIT)),
        *each("urllib.request", "FancyURLopener", Inherits(("urllib.request.URLopener",))),
        *each(
            "urllib.request.OpenerDirector",
            "open",
            Outbound(Service.HTTP, THIRD),
            Returns(Type("http.client.HTTPResponse")),
        ),
        *each("urllib.request", "build_opener", Returns(Type("urllib.request.OpenerDirector"))),
    ),
)

CONNECTION = "http.client.HTTPConnection"
HTTP_CLIENT = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/http.client.html",
    (
        *each("http.client", "HTTPConnection", ClientTrait(Service.HTTP, THIRD)),
        # Its position differs between versions of Python.
        *each("http.client", "HTTPSConnection", ClientTrait(Service.HTTP, TIMEOUT)),
        *each("http.client", "HTTPSConnection", Inherits((CONNECTION,))),
        *each(
            CONNECTION,
            "request connect",
            Outbound(Service.HTTP, Limit(None, FOREVER, at=("client", "socket"))),
        ),
        *each(
            CONNECTION,
            "getresponse",
            Outbound(Service.HTTP),
            Returns(Type("http.client.HTTPResponse")),
        ),
        *each(CONNECTION, "endheaders send", Outbound(Service.HTTP)),
        *each("http.client.HTTPResponse", "", Is("class")),
    ),
)

PROXY = "xmlrpc.client.ServerProxy"
XMLRPC = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/xmlrpc.client.html",
    (
        *each(
            "xmlrpc.client",
            "ServerProxy",
            ClientTrait(
                Service.RPC,
                Limit(None, FOREVER, at=AT_SOCKET, also=("transport",)),
                peer=Param("uri", 0),
            ),
        ),
        *each(PROXY, "*", Outbound(Service.RPC)),
        *each("xmlrpc.client", "Server", Names(PROXY)),
    ),
)

RAW = "socket.socket"
SOCKET = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/socket.html",
    (
        *each(
            "socket",
            "create_connection",
            Outbound(
                Service.SOCKET, Limit(Param("timeout", 1), FOREVER, at=AT_SOCKET), peer=ADDRESS
            ),
            Returns(Type(RAW)),
        ),
        *each(RAW, "", Is("class")),
        (
            RAW,
            ClientTrait(
                Service.SOCKET,
                remote=(
                    (Param("family", 0), ("socket.AF_INET", "socket.AF_INET6")),
                    (Param("type", 1), ("socket.SOCK_STREAM",)),
                ),
            ),
        ),
        ("socket.setdefaulttimeout", Is("process-timeout")),
        *each(RAW, "settimeout setblocking", Is("sets-timeout"), Is("no-wait")),
        *each("select", "select poll", Is("sets-timeout")),
        *each(
            RAW,
            "connect",
            Outbound(
                Service.SOCKET, Limit(None, FOREVER, at=("socket", "settimeout")), peer=ADDRESS
            ),
        ),
        # Bounded, or not, where it was made and connected.
        *each(
            RAW,
            "connect_ex accept recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into send"
            " sendall sendfile sendmsg",
            Outbound(Service.SOCKET),
        ),
        *each(
            "socket",
            "gethostbyname gethostbyname_ex gethostbyaddr getfqdn getnameinfo",
            Blocks(Held.NAME),
            Is("looks-up-host"),
        ),
        # The address to listen on is this machine's.
        *each(
            "socket",
            "getaddrinfo",
            Blocks(Held.NAME, at_once=(("flags", "socket.AI_PASSIVE"),), switch=Param("flags", 5)),
            Is("looks-up-host"),
        ),
        *each("ssl", "get_server_certificate", Outbound(Service.SOCKET, TIMEOUT)),
        *each("ssl.SSLContext", "wrap_socket", Returns(Type(RAW))),
        *each("ssl.SSLSocket", "", Inherits((RAW,))),
        *each("ssl.SSLSocket", "do_handshake read write", Outbound(Service.SOCKET)),
    ),
)

SMTP = "smtplib.SMTP"
MAIL = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/smtplib.html",
    (
        # Without a host the constructor does not connect.
        *each(
            "smtplib",
            "SMTP",
            Outbound(
                Service.MAIL,
                Limit(Param("timeout", 3), FOREVER, at=AT_SOCKET),
                given=HOST,
                peer=HOST,
            ),
            ClientTrait(Service.MAIL),
        ),
        # Its position differs between versions of Python.
        *each(
            "smtplib",
            "SMTP_SSL",
            Outbound(Service.MAIL, TIMEOUT, given=HOST, peer=HOST),
            ClientTrait(Service.MAIL),
        ),
        *each(
            "smtplib",
            "LMTP",
            Outbound(
                Service.MAIL,
                Limit(Param("timeout", 4), FOREVER, at=AT_SOCKET),
                given=HOST,
                peer=HOST,
            ),
            ClientTrait(Service.MAIL),
        ),
        *each("smtplib", "SMTP_SSL LMTP", Inherits((SMTP,)), Is("class")),
        *each(
            SMTP,
            "connect ehlo ehlo_or_helo_if_needed helo login starttls sendmail send_message mail"
            " rcpt data docmd verify vrfy noop rset quit",
            Outbound(Service.MAIL),
        ),
        *each(
            "imaplib", "IMAP4", Outbound(Service.MAIL, THIRD, peer=HOST), ClientTrait(Service.MAIL)
        ),
        *each(
            "imaplib",
            "IMAP4_SSL",
            Outbound(Service.MAIL, TIMEOUT, peer=HOST),
            ClientTrait(Service.MAIL),
        ),
        *each("imaplib", "IMAP4_SSL IMAP4_stream", Inherits(("imaplib.IMAP4",)), Is("class")),
        *each(
            "imaplib.IMAP4",
            "append authenticate capability check close copy create delete enable expunge fetch"
            " list login login_cram_md5 logout lsub noop rename search select sort starttls status"
            " store subscribe thread uid unsubscribe",
            Outbound(Service.MAIL),
        ),
        *each(
            "poplib", "POP3", Outbound(Service.MAIL, THIRD, peer=HOST), ClientTrait(Service.MAIL)
        ),
        *each(
            "poplib",
            "POP3_SSL",
            Outbound(Service.MAIL, TIMEOUT, peer=HOST),
            ClientTrait(Service.MAIL),
        ),
        *each("poplib", "POP3_SSL", Inherits(("poplib.POP3",)), Is("class")),
        *each(
            "poplib.POP3",
            "apop capa dele list noop pass_ quit retr rset stat stls top uidl user",
            Outbound(Service.MAIL),
        ),
        *each(
            "nntplib",
            "NNTP",
            Outbound(Service.MAIL, Limit(Param("timeout", 6), FOREVER, at=AT_SOCKET)),
        ),
        *each(
            "nntplib",
            "NNTP_SSL",
            Outbound(Service.MAIL, Limit(Param("timeout", 7), FOREVER, at=AT_SOCKET)),
            Inherits(("nntplib.NNTP",)),
            Is("class"),
        ),
        *each(
            "nntplib.NNTP",
            "article body group head last list login newgroups newnews next over post quit stat",
            Outbound(Service.MAIL),
        ),
    ),
)

FTP = "ftplib.FTP"
FILES = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/ftplib.html",
    (
        *each(
            "ftplib",
            "FTP",
            Outbound(
                Service.STORAGE,
                Limit(Param("timeout", 4), FOREVER, at=AT_SOCKET),
                given=HOST,
                peer=HOST,
            ),
            ClientTrait(Service.STORAGE, Limit(Param("timeout", 4), FOREVER, at=AT_SOCKET)),
        ),
        *each(
            "ftplib",
            "FTP_TLS",
            Outbound(Service.STORAGE, TIMEOUT, given=HOST),
            ClientTrait(Service.STORAGE, TIMEOUT),
            Inherits((FTP,)),
        ),
        *each(
            FTP,
            "connect",
            Outbound(
                Service.STORAGE,
                Limit(Param("timeout", 2), FOREVER, at=("client", "socket"), never=()),
            ),
        ),
        *each(
            FTP,
            "abort acct cwd delete dir login mkd nlst ntransfercmd pwd quit rename retrbinary"
            " retrlines rmd sendcmd size storbinary storlines transfercmd voidcmd",
            Outbound(Service.STORAGE),
        ),
        *each(f"{FTP}_TLS", "auth prot_p prot_c ccc", Outbound(Service.STORAGE)),
        *each(
            "telnetlib",
            "Telnet",
            Outbound(Service.SOCKET, THIRD, given=HOST),
            ClientTrait(Service.SOCKET),
        ),
        *each("telnetlib.Telnet", "open", Outbound(Service.SOCKET, THIRD)),
        *each(
            "telnetlib.Telnet",
            "read_all read_some expect interact write",
            Outbound(Service.SOCKET),
        ),
        *each("telnetlib.Telnet", "read_until", Outbound(Service.SOCKET)),
    ),
)

PROCESS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/subprocess.html",
    (
        *each(
            "subprocess",
            "run call check_call check_output",
            Blocks(Held.PROCESS, Limit(Param("timeout"))),
        ),
        *each("subprocess", "getoutput getstatusoutput", Blocks(Held.PROCESS, Limit(None))),
        # Starting takes a millisecond or two; waiting takes as long as the child lives.
        *each("subprocess.Popen", "wait", Blocks(Held.PROCESS, Limit(Param("timeout", 0)))),
        *each("subprocess.Popen", "communicate", Blocks(Held.PROCESS, Limit(Param("timeout", 1)))),
        *each("os", "system popen wait", Blocks(Held.PROCESS, Limit(None))),
        *each(
            "os",
            "wait3",
            Blocks(
                Held.PROCESS,
                Limit(None),
                at_once=(("options", "os.WNOHANG"),),
                switch=Param("options", 0),
            ),
        ),
        *each(
            "os",
            "wait4 waitpid",
            Blocks(
                Held.PROCESS,
                Limit(None),
                at_once=(("options", "os.WNOHANG"),),
                switch=Param("options", 1),
            ),
        ),
        *each(
            "subprocess",
            "run call check_call check_output getoutput getstatusoutput",
            Is("ends-with-child"),
        ),
        *each("subprocess.Popen", "wait communicate", Is("ends-with-child")),
        *each("subprocess.Popen", "kill terminate send_signal", Is("ends-child")),
        *each("os", "killpg kill", Is("ends-child")),
        ("os.system", Is("ends-with-child")),
        ("os.popen", Returns(Type("os._wrap_close"))),
        # Methods of the file inside, which are found when they are called.
        *each("os._wrap_close", "close read readline readlines", Is("ends-with-child")),
        *each("builtins", "input", Blocks(Held.CONSOLE)),
        *each("getpass", "getpass", Blocks(Held.CONSOLE)),
    ),
)

WAIT = Blocks(Held.FUTURE, Limit(Param("timeout", 0)))
FUTURE = "concurrent.futures.Future"
TAKES = Blocks(
    Held.QUEUE,
    Limit(Param("timeout", 1)),
    at_once=(("block", False),),
    switch=Param("block", 0),
)
PUTS = Limit(Param("timeout", 2))
NO_BLOCK = (("block", False),)
THREADS = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/threading.html",
    (
        *each("time", "sleep", Blocks(Held.SLEEP)),
        *each("threading.Event threading.Condition threading.Barrier", "wait", WAIT),
        *each(
            "threading.Condition",
            "wait_for",
            Blocks(Held.FUTURE, Limit(Param("timeout", 1))),
        ),
        *each(
            "threading.Thread",
            "join",
            Blocks(Held.FUTURE, Limit(Param("timeout", 0)), brief=1),
        ),
        *each("threading.Timer", "", Inherits(("threading.Thread",))),
        *each("threading.Thread", "run", Is("own-thread")),
        *each("queue.Queue queue.SimpleQueue", "get", TAKES),
        *each(
            "queue.Queue multiprocessing.queues.Queue",
            "put",
            Blocks(
                Held.QUEUE,
                PUTS,
                at_once=NO_BLOCK,
                switch=Param("block", 1),
                made_with=("maxsize", 0),
            ),
        ),
        *each("queue.Queue", "join", Blocks(Held.QUEUE, Limit(None))),
        *each("queue", "LifoQueue PriorityQueue", Inherits(("queue.Queue",))),
        *each(
            "multiprocessing.Process",
            "join",
            Blocks(Held.PROCESS, Limit(Param("timeout", 0)), brief=1),
        ),
        *each("multiprocessing.context", "Process", Names("multiprocessing.Process")),
        *each("multiprocessing.queues.Queue", "get", TAKES),
        *each("multiprocessing.queues.SimpleQueue", "get", Blocks(Held.QUEUE, Limit(None))),
        *each("multiprocessing.queues.JoinableQueue", "join", Blocks(Held.QUEUE, Limit(None))),
        *each(
            "multiprocessing.queues.JoinableQueue", "", Inherits(("multiprocessing.queues.Queue",))
        ),
        *each("multiprocessing", "Queue", Returns(Type("multiprocessing.queues.Queue"))),
        *each(
            "multiprocessing",
            "JoinableQueue",
            Returns(Type("multiprocessing.queues.JoinableQueue")),
        ),
        *each(
            "multiprocessing", "SimpleQueue", Returns(Type("multiprocessing.queues.SimpleQueue"))
        ),
        *each("multiprocessing", "Event", Returns(Type("multiprocessing.synchronize.Event"))),
        *each("multiprocessing.synchronize.Event", "wait", WAIT),
        *each("multiprocessing", "Pool", Returns(Type("multiprocessing.pool.Pool"))),
        *each(
            "multiprocessing.pool.Pool",
            "apply map starmap",
            Blocks(Held.PROCESS, Limit(None)),
        ),
        *each("multiprocessing.pool.Pool", "join", Blocks(Held.PROCESS, Limit(None))),
        *each(
            "multiprocessing.pool.Pool",
            "apply_async map_async starmap_async",
            Is("offload"),
            Returns(Type("multiprocessing.pool.AsyncResult")),
        ),
        *each("multiprocessing.pool.Pool", "imap imap_unordered", Is("offload")),
        *each("multiprocessing.pool.ThreadPool", "", Inherits(("multiprocessing.pool.Pool",))),
        *each("multiprocessing.pool.AsyncResult", "get wait", WAIT),
        *each(FUTURE, "result exception", WAIT),
        *each(
            "concurrent.futures",
            "wait as_completed",
            Blocks(Held.FUTURE, Limit(Param("timeout", 1))),
        ),
        *each(
            "concurrent.futures.Executor",
            "shutdown",
            Blocks(
                Held.FUTURE,
                Limit(None),
                at_once=(("wait", False),),
                switch=Param("wait", 0),
            ),
        ),
        *each("concurrent.futures.Executor", "__exit__", Blocks(Held.FUTURE, Limit(None))),
        *each("concurrent.futures.Executor", "submit", Is("offload"), Returns(Type(FUTURE))),
        *each("concurrent.futures.Executor", "submit", Is("keeps-failure")),
        *each("concurrent.futures.Executor", "map", Is("offload")),
        *each("concurrent.futures.Executor", "submit map", Detaches(Param("fn", 0))),
        *each(
            "concurrent.futures",
            "ThreadPoolExecutor ProcessPoolExecutor",
            Inherits(("concurrent.futures.Executor",)),
        ),
        *each(
            "concurrent.futures.thread",
            "ThreadPoolExecutor",
            Names("concurrent.futures.ThreadPoolExecutor"),
        ),
        *each(
            "concurrent.futures.process",
            "ProcessPoolExecutor",
            Names("concurrent.futures.ProcessPoolExecutor"),
        ),
        *each("concurrent.futures._base", "Future", Names(FUTURE)),
        # A thread of one's own is off the loop as well.
        *each("threading", "Thread Timer", Is("offload"), Is("starts-apart")),
        ("threading.Thread", Detaches(Param("target", 1))),
        ("threading.Timer", Detaches(Param("function", 1))),
        ("contextvars.ContextVar.get", Is("reads-context")),
        ("contextvars.ContextVar.set", Is("sets-context")),
        *each("multiprocessing", "Process", Is("offload"), Is("starts-apart")),
        *each("signal", "alarm setitimer", Is("bounds"), Is("alarm")),
    ),
)

LOOP = "asyncio.AbstractEventLoop"
READER, WRITER = "asyncio.StreamReader", "asyncio.StreamWriter"
STREAMS = Returns(Type("builtins.tuple", (Type(READER), Type(WRITER))))
UNBOUNDED = Outbound(Service.SOCKET, Limit(None), blocking=False)
# The system gives up after some tries; a handshake of TLS has a minute.
CONNECTS = Outbound(Service.SOCKET, Limit(None, 130.0), blocking=False)
CHILD = "asyncio.subprocess.Process"
ASYNCIO = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/asyncio.html",
    (
        *each("asyncio", "timeout timeout_at", Is("bounds")),
        ("asyncio.timeout", SetsLimit(Limit(Param("delay", 0)))),
        ("asyncio.timeout_at", SetsLimit(Limit(Param("when", 0)))),
        *each("asyncio", "wait_for", Is("bounds"), Is("coroutine"), Is("awaits"), Is("joins")),
        ("asyncio.wait_for", SetsLimit(Limit(Param("timeout", 1)))),
        *each("asyncio", "to_thread", Is("offload"), Is("coroutine")),
        *each("asyncio", "run", Is("own-loop")),
        *each("os", "fork forkpty", Is("forks")),
        ("pty.fork", Is("forks")),
        *each("asyncio.Runner", "run", Is("own-loop")),
        *each("asyncio", "sleep wait start_server start_unix_server", Is("coroutine")),
        ("asyncio.sleep", Is("pauses")),
        *each("asyncio", "gather shield", Is("awaits"), Is("joins")),
        ("asyncio.wait", Is("joins")),
        *each("contextlib", "aclosing", Is("awaits")),
        ("contextlib.suppress", Is("suppresses")),
        *each("asyncio", "get_running_loop _get_running_loop", Is("loop-probe")),
        *each("importlib", "import_module util.find_spec", Is("optional-import")),
        ("shutil.which", Is("looks-for-program")),
        ("builtins.__import__", Is("optional-import")),
        *each(
            "asyncio",
            "as_completed create_task ensure_future run_coroutine_threadsafe wait",
            Is("schedules"),
        ),
        *each(f"asyncio.TaskGroup {LOOP}", "create_task", Is("schedules")),
        # A loop refers to its tasks weakly.
        *each("asyncio", "create_task ensure_future", Is("weak-task")),
        ("asyncio.create_task", Is("in-a-loop")),
        *each(LOOP, "create_task", Is("weak-task")),
        *each("asyncio", "run_coroutine_threadsafe", Is("keeps-failure")),
        *each(LOOP, "run_in_executor", Is("keeps-failure")),
        *each("asyncio", "gather wait", Is("gathers")),
        *each("asyncio.TaskGroup", "create_task", Is("groups-tasks")),
        *each("asyncio", "open_connection", CONNECTS, Is("coroutine"), STREAMS),
        # A socket file of the same machine is no peer that goes away.
        *each(
            "asyncio",
            "open_unix_connection",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
            STREAMS,
        ),
        *each(READER, "read readline readexactly readuntil", UNBOUNDED, Is("coroutine")),
        *each(
            WRITER,
            "drain wait_closed start_tls",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
        ),
        *each(
            "asyncio",
            "create_subprocess_exec create_subprocess_shell",
            Is("coroutine"),
            Returns(Type(CHILD)),
        ),
        *each(CHILD, "wait communicate", Is("coroutine"), Is("ends-with-child")),
        *each(CHILD, "kill terminate send_signal", Is("ends-child")),
        *each(
            "asyncio",
            "get_event_loop get_running_loop new_event_loop",
            Returns(Type(LOOP)),
        ),
        *each(LOOP, "run_in_executor", Is("offload"), Detaches(Param("func", 1))),
        *each(LOOP, "run_until_complete run_forever", Is("own-loop")),
        *each("asyncio", "get_event_loop get_running_loop", Is("running-loop")),
        *each("asyncio", "run_coroutine_threadsafe", Is("hands-to-loop")),
        *each("concurrent.futures.Future", "result exception", Is("waits-for-loop")),
        *each(
            LOOP,
            "getaddrinfo getnameinfo sock_connect sock_accept sock_recv sock_recv_into sock_sendall"
            " sock_sendfile",
            Outbound(Service.SOCKET, blocking=False),
            Is("coroutine"),
        ),
        *each(LOOP, "sock_connect sock_recv", Is("sets-timeout")),
        *each(
            LOOP,
            "create_connection",
            CONNECTS,
            Is("coroutine"),
        ),
        *each(
            LOOP,
            "create_server create_unix_server create_unix_connection create_datagram_endpoint"
            " subprocess_exec subprocess_shell shutdown_asyncgens shutdown_default_executor start_tls"
            " sendfile connect_read_pipe connect_write_pipe",
            Is("coroutine"),
        ),
        *each("asyncio", "BaseEventLoop SelectorEventLoop", Inherits((LOOP,))),
        *each(LOOP, "getaddrinfo getnameinfo", Is("coroutine"), Is("looks-up-host")),
        *each("asyncio.Queue", "get put join", Is("coroutine")),
        *each("asyncio", "LifoQueue PriorityQueue", Inherits(("asyncio.Queue",))),
        *each("asyncio.Lock asyncio.Semaphore", "acquire", Is("coroutine")),
        *each("asyncio", "BoundedSemaphore", Inherits(("asyncio.Semaphore",))),
        *each("asyncio.Event asyncio.Condition asyncio.Barrier", "wait", Is("coroutine")),
        *each("asyncio.Condition", "acquire wait_for", Is("coroutine")),
        *each("asyncio.Server", "serve_forever start_serving wait_closed", Is("coroutine")),
        # A BaseException since 3.8; that of concurrent.futures is another one, an Exception.
        ("asyncio.CancelledError", Is("cancellation")),
        ("asyncio.exceptions", Names("asyncio")),
        ("asyncio.events", Names("asyncio")),
        ("asyncio.streams", Names("asyncio")),
        ("asyncio.tasks", Names("asyncio")),
        ("asyncio.timeouts", Names("asyncio")),
        ("asyncio.queues", Names("asyncio")),
        ("asyncio.locks", Names("asyncio")),
        *each("contextlib.AsyncExitStack", "enter_async_context aclose", Is("coroutine")),
        *each("contextlib", "closing aclosing", Is("closes")),
    ),
)

DATABASE = "sqlite3.Connection"
CURSOR = "sqlite3.Cursor"
QUERY = Outbound(Service.SQL)
SQLITE3 = Knowledge(
    "",
    "3.11",
    "https://docs.python.org/3/library/sqlite3.html",
    (
        # Opening is lazy; a lock is waited for as long as `timeout`, five seconds.
        *each(
            "sqlite3",
            "connect",
            ClientTrait(Service.SQL, database=Param("database", 0)),
            Returns(Type(DATABASE)),
        ),
        *each(
            DATABASE,
            "execute executemany executescript",
            QUERY,
            Returns(Type(CURSOR)),
        ),
        *each(DATABASE, "commit rollback backup", QUERY),
        *each(DATABASE, "cursor", Returns(Type(CURSOR))),
        *each(CURSOR, "execute executemany executescript", QUERY, Returns(Type(CURSOR))),
        *each(CURSOR, "fetchone fetchmany fetchall", QUERY),
        ("sqlite3.dbapi2", Names("sqlite3")),
    ),
)
