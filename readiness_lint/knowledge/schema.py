"""What the tables are made of, and how they are joined.

A table is data: pairs of a qualified name and a trait.  A name is spelled as users import it; other
spellings of the same thing carry `Names`.  A method is ``package.Class.method``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, TypeVar, cast, dataclass_transform, overload

from readiness_lint.record import record
from readiness_lint.terms import (
    FOREVER,
    Answer,
    EntryKind,
    Held,
    Known,
    LeaseKind,
    Service,
    Severity,
    SinkKind,
    Type,
)

T = TypeVar("T")
U = TypeVar("U")


@dataclass_transform(frozen_default=True)
def trait(cls: type[T]) -> type[T]:
    """A frozen record."""
    return record(cls)


@trait
class Param:
    """A parameter of a call: its name, and its index where it may be given by position."""

    name: str
    position: int | None = None


@trait
class Limit:
    """A time limit: its parameter, and the seconds that hold when it is not given."""

    param: Param | None
    """``None``: the call takes no time limit."""
    default: float = FOREVER
    at: tuple[str, ...] = ()
    """Where else it may be set: ``socket`` (`socket.setdefaulttimeout`), ``client`` (a parameter
    of that name where the client is made, or the one of its `ClientTrait`), ``adapter``
    (`requests.Session.mount`), ``settimeout`` (that method of the object, or `setblocking`)."""
    also: tuple[str, ...] = ()
    """Other parameters that bound the call as well."""
    never: tuple[Any, ...] = (None,)
    """Values with which it waits forever; empty: ``None`` means the default."""
    since: tuple[tuple[str, float], ...] = ()
    """From which version on which default holds: ``(("8.0", 5.0),)``."""
    of: str = ""
    """The distribution whose version that is."""


class Trait:
    """Something that is known of a name."""

    __slots__ = ()


@trait
class Names(Trait):
    """Another spelling of ``canonical``; members follow."""

    canonical: str


@trait
class Installed(Trait):
    """What is installed for a package whose name is another one."""

    distribution: str


@trait
class Inherits(Trait):
    """A class whose other members are those of ``bases``."""

    bases: tuple[str, ...]


@trait
class Returns(Trait):
    """What a call gives, what an attribute or a decorated function holds, what ``with`` binds."""

    type: Type
    given: Param | None = None
    """The parameter that names another class instead: `sessionmaker(class_=AsyncSession)`."""


@trait
class Is(Trait):
    """A word for a name.

    ``class`` (a class with no other row), ``never-returns``, ``coroutine`` (a call gives an
    awaitable), ``pure`` (does nothing but compute), ``own-thread`` (a method that a thread of its
    own runs), ``asks-somebody`` (waits for whoever sits at the machine), ``at-hand`` (a library
    that works on what is in memory, and asks nobody), ``cast`` (gives its second argument as it
    is), ``says-nothing`` (an exception whose text is one of a few fixed sentences), ``offload``
    (runs its callable argument off the event loop), ``own-loop`` (runs a coroutine on a loop of its
    own), ``bounds`` (a context manager, call or decorator that limits the time of what it holds),
    ``reporter`` (tells an error tracker, a span or an operator), ``metric`` (counts),
    ``checks-proof`` (a decorator whose function says whether what a caller shows is right),
    ``tells-values`` (shows what it is given to who reads errors or spans), ``traceback``
    (prints or formats a traceback), ``cleanup``, ``interrupts`` (has the process interrupted),
    ``retry-signal`` (an exception or call that asks for another try), ``random`` (draws, or reads
    the clock: another value each time), ``row-lock`` (its rows stay locked until the transaction
    ends), ``environment`` (a mapping of environment variables), ``sets-environment`` (gives one a
    value, for all that runs later), ``pauses`` (waits for a time or for a child process, and lets
    others go on), ``property`` (a decorator under which a method is read like an attribute),
    ``keeps-arguments`` (a decorator under which a function is called with what its callers give),
    ``annotation`` (a subscript that has the type of its argument), ``patches`` (makes blocking
    calls give way), ``optional-import`` and the like are spelled here once.

    Of calls and time: ``awaits`` (waits for the awaitables that it is given), ``schedules`` (has
    them run later), ``memo`` (a decorator that keeps what a function gave), ``partial`` (a function
    with some of its arguments), ``alarm`` (limits the time of the code behind it),
    ``process-timeout`` (limits all sockets of the process), ``sets-timeout`` (limits, or takes off
    the thread, the calls of one object), ``no-wait`` (after it the calls of an object return at
    once, unless its argument says otherwise), ``carrier`` (a method through which the others of its
    class go), ``mounts`` (gives a session another carrier), ``plain-adapter`` (a carrier that adds
    no limit), ``single-user`` (a module whose importers share their event loop with nobody).

    Of guards: ``reads-policies`` (a decorator that reads the policies of a function),
    ``lets-all-in`` (a policy that asks for nothing), ``agent-tool`` (a decorator whose function
    answers a language model), ``guards-all`` (a middleware without which nobody gets in),
    ``identifies`` (a middleware that notes who calls and lets everybody pass),
    ``middleware-setting`` (a setting that lists the middleware), ``within-django`` (a package whose
    handlers that is around), ``policy-setting`` (a key of a setting that lists the policies of all
    views), ``of-application`` (a hook of a router that is around all handlers of the application),
    ``on-demand`` (one that runs only where something asks for what it gives), ``inner-application``
    (an attribute that middleware is put around), ``verifies-sender`` (refuses a message that
    another has signed).  Of answers: ``traceback-text`` (gives a traceback as text),
    ``wraps-unhandled`` (a package that hands an exception of its own to the handler of status 500),
    ``no-row`` (an error that says no more than that a row is missing, or is not alone).  Of
    settings: ``holder`` (a constructor that only hides its argument), ``testing`` (a module that
    tests import).

    Of mappers: ``creates-row`` (makes one of its keywords), ``sets-columns`` (makes or changes rows
    so), ``one-row`` (gives one, or none), ``several-rows`` (the error of who asked for one and
    found more), ``no-columns`` (an attribute of a mapped class that says nothing of its columns),
    ``takes-class`` (takes a mapped class for its table), ``administers`` (puts a class on the site
    for administrators), ``takes-rows`` (a base of forms and views by which clients make rows).

    Of columns: ``column`` (an annotation that declares one), ``constraint`` (an argument of one
    that is not its type), ``wraps-column`` (gives the column that it is given), ``table`` (declares
    a table without a class), ``tracks-type`` (wraps what every column of a type holds),
    ``type-map`` (says what annotations stand for), ``same-type`` (a method that gives a type of the
    same kind).

    Of rows: ``rows`` (a class that stands for a table), ``collection`` (a class of many things),
    ``plain-rows`` (gives values or tuples, not objects), ``tuples`` (gives tuples, unless the first
    of each is taken: ``first-column``), ``eager-session`` (a session whose objects load nothing
    later), ``expires`` (the objects of the session load their attributes again), ``late-column`` (a
    column that is loaded when it is read), ``sql-text`` (takes a statement in SQL), ``file-rows``
    (gives the rows of a file), ``parsed`` (gives what a text says), ``folds-annotated`` (after an
    annotation it folds rows into groups), ``row-of-view`` (gives the row that a request names),
    ``misses-row`` (an exception that says that there is no such row).

    Of results: ``new-value`` (a method of what never changes: it gives another object).  Of
    columns, too: ``assigned-only`` (only what it is assigned is written, not what changes inside
    its value), ``marks-changed`` (has the value of an attribute written), ``column-expression``
    (stands for a value that the database works out).

    Of handlers: ``plain-views`` (a package whose views are functions of a request, for any method),
    ``empty-success`` (a package that answers nothing as a success), ``plain-parameters`` (a package
    that reads parameters without a mark from the query), ``query-parameter`` (the mark),
    ``body-parameter`` (the mark of what may be ``null``),
    ``reads-by-type`` (a package that reads answers by their declared type), ``streams`` (a response
    that is written piece by piece), ``serializer`` (a class whose methods run for each row of an
    answer), ``template-tag`` (a decorator whose function a template calls), ``abstract`` (a base or
    decorator of what others complete).  Of state: ``process-bound`` (a module or class whose
    objects live and die with their process), ``live-channel`` (one whose objects have somebody at
    the other end), ``app-state`` and ``app-config`` (attributes of the application that hold
    anything), ``current-app`` (the application that answers). Of tests: ``process-wide`` (what a
    change of reaches every later test), ``shared-settings`` (an object whose attributes are
    settings of all), ``patcher`` (makes a patch that is to be stopped), ``test-tool`` (a module or
    member that is there for tests), ``test-dependency`` (one of a package that a service does not
    depend on), ``declares-tests`` (a base or decorator of tests), ``mails`` (sends mail, in a
    program that names it), ``loads-settings`` (replaces what an application was configured with),
    ``task-config`` (what an application that runs tasks carries), ``loads-task-config`` (takes all
    of that from elsewhere), ``loads-module`` (from a module, by the keys as they are),
    ``names-settings`` (a variable that names the module of settings), ``invents`` (gives values
    that look real), ``overrides-settings`` (gives settings other values, from outside).

    Of tables of routes: ``takes-model`` and ``gives-model`` (decorators that declare what comes in,
    or goes out), ``makes-serializer`` (makes an object of the class of serializers that a view
    names), ``input-model`` (a class of what comes in), ``form`` (one of HTML forms),
    ``reads-request`` (a form that takes the request by itself), ``gives-pages`` (gives a part of a
    list), ``authenticates`` (a permission that only those have who have said who they are),
    ``authenticates-writers`` (one that all have who only read), ``authorizes`` (one that not all of
    them have).

    Of packages in tables of routes: ``puts-slash`` (between a prefix and what follows),
    ``prefix-overrides`` (the prefix of a mount stands in the place of the router's own),
    ``layered`` (handlers, classes, routers and applications each have a path and guards of their
    own), ``declares-models`` (its handlers say by annotations and options what comes in and goes
    out), ``by-serializer`` (its views name a class for that), ``no-models`` (its own classes say
    nothing of a body), ``describes-only`` (its decorators write documents), ``reaches-no-peer``
    (nothing of it waits for another service), ``reaches-peers`` (a module of the standard library
    that may), ``class-decorators`` (an attribute of its view classes lists decorators),
    ``limits-logins`` (its middleware locks out who fails to log in), ``first-route`` (takes the
    first route that matches), ``ranks-routes`` (ranks them, and takes the first of those that are
    alike).  Of names there: ``asks-nothing-itself`` (a mixin for those that ask who calls),
    ``keeps-routes`` (gives the routes that it is given), ``under-language`` (puts the language in
    front of them), ``renders`` (an answer made of a template or a file), ``asked-to-pass`` (a class
    with a method that says whether a caller may), ``forms`` (a module of classes that check input
    by methods of their own).

    Of routes: ``router`` (a class whose objects collect routes, which answer once they are
    mounted), ``serves-routes`` (makes, or is a setting of, an application that serves by itself),
    ``fills-router`` (a method of a class of views that registers them on the router that it is
    given), ``makes-answers`` (an attribute of such a class with functions that are given what its
    methods return), ``describes`` (a decorator that only tells of a function in the API document),
    ``redirects-by-method`` (a class of views that asks a method where to send its clients),
    ``sent-to-returned`` (that method: the client goes to what it returns), ``run-by-save`` (a
    method in which a serializer writes what its view saves).

    Of failures: ``suppresses`` (a ``with`` over what swallows the exceptions that it names),
    ``current-exception`` (gives the exception that is being handled), ``starts-unhandled`` (a
    method that a framework calls where none is), ``log-part`` (a base of what writes the log
    itself), ``loop-probe`` (says whether an event loop runs), ``tuple-answers`` (a
    package whose handlers answer content and status), ``pages-of-text`` (one that sends a text which
    a view returns as a page of HTML), ``type-of-pages`` (the type of HTML), ``writes-json`` (gives
    the text of an object), ``plain-answers`` (one in which what an error handler returns without a
    status is a success), ``logs-failures`` (a package that writes one
    line, without the cause, for each response of 5xx), ``answered-first`` (an HTTP exception that
    its framework answers before a handler of every exception, or of the status 500, is asked),
    ``crosses-middleware`` (one that a middleware may catch), ``answers-above`` (registers on a
    router what the whole application asks), ``error-handler`` (a setting that names what answers
    every exception), ``answers-exception`` (makes the answer to one, if it is of its framework, and
    tells nobody), ``exit-signal`` (an exception that ends a process or a generator, and is no
    error), ``cancellation`` (one that ends a coroutine, or the call that gives its class),
    ``bug-class`` (one that a program raises by mistake, or where a peer has failed),
    ``passes-on-unhandled`` (a package that raises again what its handler of every exception has
    answered, so that the server logs it).

    Of transactions and tasks: ``leaves-open`` (uses a session or a connection, ends no transaction
    and hands it to nobody), ``own-connections`` (connects to a database by itself), ``statement``
    (an object that changes rows where it is executed), ``closes`` (a context manager that closes
    what it is given), ``wraps-requests`` (a setting under which every request is a transaction),
    ``request-session`` (a session that is made for a request, and closed as it ends),
    ``ends-context`` (registers what is called as a request or a context ends),
    ``unwraps-requests`` (takes a handler out of that), ``applies`` (makes a decorator for methods
    of the one that it is given), ``serves`` (a method through which every request to its class
    goes), ``outcome`` (keeps how a task went), ``pays`` (moves money), ``loop-per-task`` (a queue
    that gives each coroutine an event loop).

    Of logs: ``prints`` (writes to standard output or error), ``terminal`` (a module of programs
    that somebody watches), ``debugger`` (stops the process for somebody who types),
    ``debugger-port`` (lets a debugger in), ``debug-print`` (shows values to somebody who looks for
    an error), ``configures-logs`` (sets up the logs of the process), ``configures-root`` (does so
    only where nobody did before), ``adds-log-handler``, ``sets-log-level``, ``disables-logs``,
    ``sets-logger-class``, ``gives-logger-class`` (of loggers made from then on),
    ``takes-log-configuration`` (a mapping). Of uploads, in frameworks that set no limit:
    ``uploads`` (the files of a request, or one that is open), ``reads-upload`` (reads one; all of
    it unless it is told how much), ``file-parameter`` (declares a parameter that holds one).  Of
    downloads: ``gives-object`` (opens an object of a storage), ``reads-object`` (gives all that one
    holds), ``wraps-bytes`` (makes a stream or an iterator of what is in memory), ``packs`` (opens an
    archive), ``walks-files`` (goes through all folders below one), ``reads-whole`` (makes an object of all that a file holds), ``writes-rows`` (writes
    lines of a table into a file), ``reads-body`` (gives all that a request holds).

    ``stores-file`` (a call that changes a storage of files, wherever it keeps them),
    ``asks-storage`` (gets there, and its caller needs what it does).

    Of mail: ``sends-mail``, ``sends-message`` (tells somebody in another way), ``mail-backend`` (a setting that says what does), ``queues-mail`` (a
    package whose backend leaves it to a task), ``mail-by-settings`` (sends by what the settings
    say), ``mail-server`` (the setting that names it), ``mail-limit`` (one that may limit the wait
    for it), ``smtp-backend``, ``mail-connection`` (what is made for it, with a limit perhaps),
    ``task-queue`` (a package that runs tasks), ``runs-after-answer`` (a framework that runs
    functions once the client has its answer).

    Of evidence: ``loads-nothing`` (a choice of relations that stay empty, or raise), ``breaker`` (a
    class of circuit breakers, or the decorator that makes one), ``breaker-call`` (runs what it is
    given through one), ``binds-context`` (adds fields to every record of a request), ``correlates``
    (a middleware that gives each request an id), ``hears-signal``, ``at-exit`` (registers what runs
    at the end of the process), ``ends-process`` (a signal that asks for it), ``no-handler``
    (instead of one), ``no-pool`` (instead of one), ``keeps-connections`` (a setting). Of brokers:
    ``waits-for-messages`` (a method that gives what comes some time).

    Of numbers: ``infinite``. Of event loops: ``makes-runner`` (makes a function that runs a coroutine on a loop of its own),
    ``nests-loops`` (a module that lets a loop run inside another), ``sync-only`` (a call, or an ORM
    whose queries all are so, that raises on a thread whose loop runs), ``refuses-loop`` (what those raise).
    Of tasks and threads: ``starts-apart`` (makes a thread or process that runs a callable),
    ``joins`` (waits for tasks, and raises their cancellation).  Of names: ``looks-up-host`` (asks
    for the address of a host).  Of loggers: ``logger-by-name`` (gives
    the one of a name, the root without), ``root-logger``.

    Of caches: ``keeps-copy`` (reads or keeps what is also to be had otherwise).
    Of queues: ``asks-peer`` (waits for another process, and
    sends it nothing), ``asks-queue`` (asks or tells the workers of one, wherever they are).
    Of results: ``weak-task`` (gives a task to which nothing else refers), ``in-a-loop`` (raises
    where no event loop runs), ``keeps-failure`` (gives a future that alone knows how the work
    ended), ``gathers`` (waits for many, and gives how each of them ended), ``plain-retry`` (a
    decorator that tries again, and takes a coroutine for a success). Of requests: ``of-request`` (a
    class whose objects are closed, or used by the next request, once a request is answered),
    ``context-proxy`` (an object that stands for the one of the running request), ``after-answer``
    (has a function run when the answer is sent), ``lasts-after-answer`` (a class whose objects such
    a function may still use). Of sessions: ``one-at-a-time`` (a class whose objects one thread or
    task uses at a time), ``stays-here`` (a class whose objects no message carries), ``opens-file``
    (gives one of those), ``opens-database`` (is given the address of a database first), ``listens``
    (registers a function when its module is imported), ``starts-with`` (makes what a process is
    started with), ``lazy-rows`` (a class that stands for a query), ``groups-tasks`` (makes a task
    that its group waits for). Of child processes: ``ends-with-child`` (returns when a program
    does), ``ends-child`` (kills one), ``looks-for-program`` (asks whether one is installed).  Of
    processes: ``ends-program`` (their own). Of retries: ``counts-attempts`` (a limit of so many
    calls), ``counts-time`` (one of so much time), ``never-pauses``, ``pauses-for`` (by its
    argument), ``pauses-alike`` (as long for everybody), ``joins-pauses`` (is given some). Of signals: ``sends-signal``, ``tells-of-saving`` and ``tells-of-deleting`` (sent for a
    row).  Of queries: ``requires-row`` (raises where there is none).  Of tasks: ``makes-signature``
    (keeps a call of one for later). Of settings: ``names-fields`` (what a class says of its fields,
    by their names), ``project-setting`` (one that each project of the framework has),
    ``starts-with-settings`` (makes the application that they are of), ``writes-projects`` (a base
    of commands that write a project with settings of its own), ``runs-commands`` (hands a command
    line on), ``debug-setting``, ``served-hosts`` (what requests may call
    the program), ``cors-credentials``, ``cors-open``, ``cors-patterns`` and
    ``session-same-site`` (what a framework reads under these names), ``app-session-same-site``
    (what an application does in its own configuration). Of what a browser shows: ``reads-cookie``
    (a call that has one read), ``session-cookie`` (an object that is kept in one),
    ``asks-for-password`` (a class that has the browser ask, and keep it). Of addresses:
    ``redirects`` (an answer that sends a browser to its first argument), ``encodes-query`` (makes a
    query of a mapping). Of protection: ``hashes-password``, ``limits-requests`` (how often one
    client may ask), ``throttle-setting`` (the setting that does so for all views). Of secrets:
    ``predictable`` (draws what somebody who saw some of it can work out), ``language-model`` (a
    package whose tokens are words). Of metrics: ``instrument`` (registers one under its
    name), ``provider`` (makes what sends them, or spans). Of spans: ``makes-current`` (a block
    whose span that is, and which ends it where it is told so), ``span-context`` (a context for
    others below it). Of threads: ``reads-context`` (a call that reads a context
    variable), ``reads-span`` (one that holds the span), ``carries-context`` (makes threads begin with
    the span), ``sets-context`` (sets it, or enters a context), ``of-request`` (an object that
    stands for a part of the running request). Of proofs: ``mac`` (an authentication code),
    ``makes-mac``, ``makes-digest`` (an object whose digest is one), ``reads-base64``, ``spells-bytes`` (gives bytes
    as text), ``constant-time`` (compares without telling how much of a text was right),
    ``writes-rows`` (a base of views that creates, changes or deletes rows by itself), ``all-rows``
    (one that does all of it), ``model-fields`` (a base of forms and serializers whose fields are
    those of a model), ``form-view`` (a base of views that write what a form was given),
    ``any-account`` (a policy that anybody with an account passes), ``named-fields`` (a part of a
    request that holds fields by name), ``dumps-fields`` (gives those of a model as a mapping),
    ``unveils`` (gives the text of a secret), ``permission-rows`` (a base of users who have
    permissions), ``computed-field`` (a field that nobody can write), ``token-header`` (gives the
    header of a token, which nobody has verified), ``encodes-token`` (makes one). Of connections:
    ``connects-each-time`` (a function that connects, asks and hangs up). Of event loops:
    ``running-loop`` (gives the one that runs), ``hands-to-loop`` (gives one a coroutine, from
    another thread), ``waits-for-loop`` (holds its thread until that is done).
    Of requests: ``loads-when-read`` (an attribute whose object is loaded by the first who reads
    it), ``puts-user`` and ``puts-session`` (middleware that puts it there), ``leaves-lazy``
    (middleware that does not read it).  Of sessions: ``loads-session`` and ``leaves-session`` (what
    reads it, and what does not), ``writes-session`` (changes its row), ``moves-sessions`` (a setting of where they are kept, or who reads
    them).
    """

    word: str


@trait
class Constant(Trait):
    """A name whose value never changes: `http.HTTPStatus.BAD_GATEWAY`."""

    value: Any


@trait
class Since(Trait):
    """A name of the standard library that older Pythons do not have."""

    python: str
    """The first one: ``3.12``."""


@trait
class Arrived(Trait):
    """A name that older versions of its library do not have."""

    of: str
    """The library, as projects require it."""
    version: str
    """The first one, without zeros at its end: ``3``."""


@trait
class Outbound(Trait):
    """A call that waits for another process."""

    service: Service
    limit: Limit | None = None
    """``None``: its time limit is not known, or is another rule's."""
    blocking: bool = True
    """Whether it holds the thread while it waits."""
    given: Param | None = None
    """The argument without which it does nothing: `smtplib.SMTP()` connects when it has a host."""
    idle: tuple[str, ...] = ()
    """Texts, and names of constants, with which ``given`` says that it shall do nothing, too."""
    spared: Param | None = None
    """The argument with which there is nothing to ask: the version of the peer."""
    url: Param | None = None
    """The argument that names a peer only where it is a URL: `feedparser.parse` takes a text too."""
    inline: Param | None = None
    """The argument that may be a `data:` URL, which is its own answer."""
    peer: Param | None = None
    """The argument that is the host of the peer, or a pair that begins with it."""
    endless: tuple[str, ...] = ()
    """Arguments with which it waits for whatever comes next."""
    flow: str = ""
    """The attribute of its answer that is gone through where that is a stream."""
    streams: bool = False
    """Whether it may give a stream instead of an answer."""
    streamed: tuple[str, ...] | None = None
    """The arguments with which its answer comes as a stream, for which no limit may be meant; empty:
    it always does, and ``None``: it never does."""
    repeats: Param | None = None
    """The argument, where its client is made, that may turn off that it repeats by itself what
    failed, and waits in between; ``None``: it does not."""
    chosen: str = ""
    """The setting that says who the peer is; what `Keeps` has in the process is none."""


@trait
class ClientTrait(Trait):
    """A constructor whose ``limit`` bounds the calls of the object that it makes."""

    service: Service
    limit: Limit | None = None
    database: Param | None = None
    """The argument that names a database, which is in this process where it is ``:memory:``."""
    remote: tuple[tuple[Param, tuple[str, ...]], ...] = ()
    """Arguments that say whether a peer may be another machine, and the constants that say yes."""
    told: tuple[Param, ...] = ()
    """Other arguments that may hold the limit: a URL with its query, a pool."""
    peer: Param | None = None
    """The argument that is the URL of the peer, which may be this machine."""


@trait
class SetsLimit(Trait):
    """A call that does not wait itself, or for nobody: it limits what it is given, or what follows."""

    limit: Limit


@trait
class Pays(Trait):
    """A call that moves money, and takes a key by which the other side knows it again."""

    key: tuple[Param, ...]
    """Arguments that are the key."""
    options: Param | None = None
    """The argument that is such a mapping."""
    slight: bool = False
    """Whether a second one only offers to pay."""
    services: bool = False
    """Whether it pays only as a method of a paid resource: ``client.refunds.create``."""


@trait
class Lasting(Trait):
    """A constructor whose object keeps its connections, and is made to be kept itself."""

    leaks: bool = False
    """Whether it has a pool or threads of its own, which stay behind for a while."""
    shared: tuple[str, ...] = ()
    """Parameters with which it takes over the connections of another object."""
    workers: bool = False
    """Whether it has threads or processes that work, and no connections."""
    opens: str = ""
    """The call that connects it, a method of it or one that is given it, with what one account has."""


@trait
class Keeps(Trait):
    """A setting, or a call, that chooses where something is kept, and which choices lose it.

    A setting is ``library.settings.NAME.key.key``, a key of the mapping ``library.App.config``, or
    one of what the word ``task-config`` names.
    """

    lost: str
    """What comes of the choice, in words."""
    local: str = ""
    """A regular expression of the values that lose it; empty: the call by itself does."""
    param: Param | None = None
    """The parameter of a call that holds the value."""
    grave: bool = True
    worse: tuple[str, str] = ()  # type: ignore[assignment]
    """Another setting, and a regular expression of its values, with which more is lost."""
    several: bool = False
    """Whether it is lost only where a service has more than one process."""
    otherwise: tuple[str, str] = ()  # type: ignore[assignment]
    """A regular expression of values of which something else comes, and what, in words."""
    needs: str = ""
    """A word: a program that names nothing of it loses nothing; empty: every program does."""
    made_with: str = ""
    """The argument of the application that is the same setting under another name."""
    unless: str = ""
    """A word: a program that names something of it chooses there; empty: it has no other place."""
    under: str = ""
    """The key, or first argument, under which an object is put to be this; empty: wherever it is made."""


@trait
class Opens(Trait):
    """A call that opens a database for the queries of some ORMs."""

    orms: tuple[str, ...]
    url: Param | None = None
    """What holds its address; ``None``: that is out of sight."""
    local: str = ""
    """A regular expression of how the addresses begin that lead to no other process."""


@trait
class Generated(Trait):
    """A class that stands for those which a generator writes."""

    pattern: str
    """A regular expression for their qualified names."""
    mark: str
    """What every module that imports one has in its text."""


@trait
class Blocks(Trait):
    """A call that holds its thread without a peer."""

    held: Held
    limit: Limit | None = None
    at_once: tuple[tuple[str, Any], ...] = ()
    """Arguments with which it returns at once: ``(("block", False),)``; a constant by its name."""
    switch: Param | None = None
    """The parameter of ``at_once``, where it may be given by position."""
    made_with: tuple[str, int] | None = None
    """The argument of the constructor, and its index, without which the object does not wait."""
    brief: float = 0
    """The seconds of a limit up to which it only gives a moment to what is about to end."""


@trait
class Computes(Trait):
    """A call that takes long: on purpose, so that nobody can try many passwords, or by its input."""

    milliseconds: int
    """About how long, with the cost that it has by itself; 0: that hangs on what it is given."""
    cost: tuple[Param, ...] = ()
    """The parameter that says how much it computes; where a call is given for it, the next one says."""
    cheap: int = 0
    """The cost up to which it takes no time."""
    kind: str = ""
    """Of what hangs on its input: ``images``, ``frames`` (of data, and models), ``archives``."""


@trait
class Hashes(Trait):
    """A constructor that is told by which algorithms its object hashes; new hashes are made by the first."""

    algorithms: Param
    default: Param | None
    """The parameter that names another one than the first."""
    milliseconds: tuple[tuple[str, int, int], ...]
    """Names of some, how long each takes, and the rounds that it makes by itself; 0: its time does not grow with them.
    One that is not here takes no time, or nobody knows."""


@trait
class Attempts(Trait):
    """A decorator or constructor that says how often a call is repeated where it fails."""

    limits: tuple[Param, ...]
    """The arguments that end it."""
    waits: tuple[Param, ...] | None = ()
    """The arguments without which it does not wait between two calls; empty: it always does, and
    ``None``: it never does."""
    default: float = FOREVER
    """Calls where no limit is given, the first one included."""
    never: tuple[Any, ...] = (None,)
    """Values of a limit that are none, constants by their name."""
    first: int = 0
    """The calls that a limit's number leaves out."""
    methods: Param | None = None
    """The argument that lists the methods of HTTP that it repeats; by default those that may be."""
    methods_once: str = ""
    """What elder versions call that argument."""
    sent: tuple[Param, ...] = ()
    """The arguments that, all of them zero, leave only what the other side has not seen."""
    queued: bool = False
    """Whether a queue repeats it, so that no thread is held in between."""
    on: Param | None = None
    """The argument that says which failures are repeated."""


@trait
class Route(Trait):
    """A decorator, or a method called with a function, that registers a request handler."""

    framework: str
    methods: tuple[str, ...] | None = None
    """``None``: read off the parameter ``methods_param``, else ``default_methods``."""
    path: Param | None = Param("path", 0)
    methods_param: Param | None = None
    default_methods: tuple[str, ...] | None = None
    handler: Param | None = None
    """The handler's parameter, where the call is no decorator."""
    kind: EntryKind = EntryKind.HANDLER
    wraps: bool = False
    """Whether the name is bound to what the decorator returns, and outer decorators still run."""
    schema_only: bool = False
    """Declared for the OpenAPI document only; never called."""
    answer: Param | None = None
    """The parameter that names the class which its answer is made into; else the annotation does."""
    regex: bool = False
    """Whether its path is a regular expression."""


@trait
class Mounts(Trait):
    """A call that makes the routes of a router, or a list of them, a part of something larger.

    Also an attribute of a router that is read to hand its routes over.
    """

    router: Param | None
    """``None``: the object whose method, or attribute, it is."""
    prefix: Param | None = None
    """The path in front of theirs; ``None``: that of the route around the call, if there is one."""
    onto: Param | None = None
    """``None``: the object whose method it is, what the call makes, or where it stands."""
    apart: bool = False
    """Whether what is mounted is an application, which answers its own errors."""
    by_name: bool = False
    """Whether nothing else has a method of this name: it tells on any object."""
    guards: tuple[str, ...] = ()
    """Parameters that may hold guards of all its routes."""
    asks: tuple[str, ...] = ()
    """Parameters that hold nothing but guards; ``None`` lets everybody in."""


@trait
class Routes(Trait):
    """A constructor of an application or a router, on which handlers are registered."""

    framework: str
    root: bool = False
    """Whether it is an application, which answers by itself."""
    guards: tuple[str, ...] = ()
    """Parameters that may hold guards: of all its routes, and of one where a decorator has them."""
    asks: tuple[str, ...] = ()
    """Parameters that hold nothing but guards; ``None`` lets everybody in."""
    opaque: tuple[str, ...] = ()
    """Parameters with which its handlers are called in another way, which may have guards."""


@trait
class HoldsRoutes(Trait):
    """A constructor of a router, an application or a mount that may be given all its routes."""

    option: str
    """The keyword."""


@trait
class Installs(Trait):
    """A call that puts a middleware around an application."""

    middleware: Param


@trait
class Marker(Trait):
    """A decorator that makes a function a handler without naming its route."""

    framework: str
    methods: tuple[str, ...] | None = None
    """Without the argument ``methods_param``."""
    methods_param: Param | None = None
    path: Param | None = None
    """The path that it gives, below that of something else."""


@trait
class ViewBase(Trait):
    """A class whose methods of these names answer requests."""

    framework: str
    methods: tuple[tuple[str, str], ...]
    """Method of the class to method of HTTP: ``("destroy", "DELETE")``; empty: not known."""
    lists: bool = False
    """Whether it answers GET with the rows of its queryset."""
    hooks: tuple[tuple[str, str], ...] = ()
    """Methods that the base's own handlers call: a request reaches them, no route names them.

    Those with a method of HTTP run after the base has checked what the request sends.
    """
    gives: tuple[tuple[str, str], ...] = ()
    """Those of ``methods`` that the class has itself."""


@trait
class Guard(Trait):
    """A decorator, a mixin, a policy decorator or a dependency that rejects callers."""

    framework: str
    form: str
    """``decorator``, ``mixin``, ``policy``, ``dependency``, or ``class``: one whose methods reject."""
    before: str = ""
    """Of a mixin: the class that it must stand before."""
    method: str = ""
    """Of a mixin: the method of that class around which it checks."""
    optional: Param | None = None
    """The argument with which it lets everybody in."""
    opens: bool = True
    """The value of that argument with which it does."""


@trait
class Policies(Trait):
    """A view class whose attributes say who may call it."""

    attributes: tuple[str, ...]
    misspelt: tuple[tuple[str, str], ...]
    """Names that are written instead and that nobody reads, each with the right one."""
    hooks: tuple[str, ...]
    """Methods through which a class may read policies from elsewhere."""


@trait
class ViewHooks(Trait):
    """A class of views: which of its methods have a say before, or beside, the one that answers."""

    ahead: tuple[str, ...] = ()
    """Those that run first; ``{}`` stands for the name of the one that answers."""
    rows: tuple[str, ...] = ()
    """Those that choose the rows which the answer is about."""
    always: tuple[str, ...] = ()
    """Those that the framework calls for every request."""
    asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Those that an answer of the framework's own calls, by the name of that."""
    changing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Those that it calls to change something, by the method of HTTP."""
    page: tuple[str, ...] = ()
    """Those that it calls to fill a page."""
    many: tuple[str, ...] = ()
    """Those that it calls for a list of rows."""
    one: tuple[str, ...] = ()
    """Those that it calls for one of them."""


@trait
class MethodRoutes(Trait):
    """A method of a class of views that registers each public method of the class as a route.

    What a parameter of it says an attribute of the class of the same name may say as well.
    """

    framework: str
    router: Param
    """What the routes are registered on."""
    base: Param
    """The path of the class; without it, the name of the class is, without ``suffix``."""
    prefix: Param
    """The path in front of that."""
    slash: Param
    """Whether paths end with a slash; they do, unless something says that they do not."""
    dashed: Param
    """Whether the names of methods stand in paths with dashes."""
    base_class: Param
    """A class whose methods are not routed."""
    suffix: str
    named: tuple[tuple[str, str], ...]
    """The methods that answer at the path of the class, each with its method of HTTP."""
    default: tuple[str, ...]
    """The methods of HTTP of the others, which have their names in their paths."""
    defaults: str
    """The attribute of the class that names others."""
    rule: str
    """The decorator that gives a method a path of its own, in the place of its name."""
    verb: str
    """That which gives a method that is routed by its name a method of HTTP."""
    excluded: str
    """The attribute that lists methods which are not routed."""
    filled: str
    """The attribute that lists parameters which stand in the path already."""
    inspects: str
    """The attribute that turns the parameters of methods into parts of paths, or does not."""
    converters: tuple[tuple[str, str], ...]
    """Types of parameters, each as a path tells it."""
    own: tuple[str, ...]
    """The methods of the library's own class."""
    kept: tuple[str, ...]
    """How names begin that are not routed."""


@trait
class ActionRoutes(Trait):
    """A decorator of further actions of a class, of which a router makes one route for each action."""

    registers: tuple[str, ...]
    """The methods of routers that are given such a class."""
    many: tuple[tuple[str, str], ...]
    """The actions on the path itself, each with its method of HTTP."""
    one: tuple[tuple[str, str], ...]
    """Those on the path of one object."""
    detail: Param
    """The argument that says whether an action is one on an object."""
    path: Param
    """That for the path, where it is not the name of the action."""
    lookup: tuple[str, ...]
    """Attributes of the class that name the part of the path which stands for an object."""
    slash: str
    """The first argument of the router, without which its paths end with a slash."""


@trait
class Delegates(Trait):
    """A class of views whose own methods call methods of these names, the first that there is."""

    calls: tuple[tuple[str, tuple[str, ...]], ...]


@trait
class PolicyList(Trait):
    """A decorator that lists policies of a view, as an attribute of its name does."""

    asks: str
    """``who`` calls, or how ``often``."""
    hook: str
    """The method through which a view may have others."""
    setting: str
    """The key of the settings that holds for views which say nothing."""


@trait
class EntryTrait(Trait):
    """A decorator, a call or a base class through which a framework reaches a function."""

    kind: EntryKind
    framework: str = ""
    function: Param | None = None
    """The function's parameter, where it is called with one."""
    subject: Param | None = None
    """What it is registered for: an exception class, a status, a signal, ``"shutdown"``."""
    methods: tuple[str, ...] = ()
    """The methods that are reached, where it is a base class."""
    idle: bool = False
    """Whether a function that does nothing has an effect: that it is registered."""


@trait
class EntryOptions(Trait):
    """A call whose arguments of these names are functions, or lists or mappings of functions."""

    kinds: tuple[tuple[str, EntryKind], ...]
    framework: str = ""
    settings: str = ""
    """How the name of a class ends that may hold these arguments as attributes instead."""


@trait
class TaskTrait(Trait):
    """A decorator that makes a background task, or a call that schedules ``function``."""

    queue: str
    function: Param | None = None
    """The function's parameter, where the call is no decorator."""
    periodic: bool = False
    method: str = ""
    """The method that does the work, where it is a base class."""
    named: str = "name"
    """The parameter that gives the task another name."""
    binds: str = ""
    """The parameter with which the function is given the task itself."""
    ignores: str = ""
    """The parameter, or attribute of the class, with which nobody is told how a run ended."""
    told: bool = True
    """Whether somebody may be told at all."""
    classes: tuple[str, ...] = ()
    """Parameters that give the task a class of its own, which may send it in its own way."""
    by_name: bool = False
    """Whether nothing else has a method of this name: it tells on any object."""


@trait
class RunsTasks(Trait):
    """A class whose objects are queues that let a task run for as long as it likes."""

    queue: str
    limits: tuple[str, ...]
    """The parameters of a task, and attributes of its class, that limit its time."""
    settings: str
    """A regular expression for what limits all tasks, wherever the program says it."""
    configures: tuple[str, ...] = ()
    """Methods, and methods of attributes, that take the configuration from an argument."""
    known: tuple[str, ...] = ()
    """Sources of configuration, as texts, that are the program's own settings."""


@trait
class Posts(Trait):
    """A call that hands a broker a message for another process."""

    message: Param
    rest: bool = False
    """Whether all that follows by position is one too."""
    serializer: str = ""
    """The argument of the client by which it writes down what it is given."""


@trait
class WritesDown(Trait):
    """A call that makes a text, or bytes, of an object and of all that it holds."""

    value: Param
    replaced: tuple[str, ...] = ()
    """Arguments that write in another way what it has none for."""


@trait
class NamesTask(Trait):
    """A call that says by a text which task, or which function, is to run."""

    task: Param
    path: bool = False
    """Whether the text leads to a function; else it is the name that a task was registered under."""
    inside: Param | None = None
    """A mapping that may hold the parameter instead."""
    entry: Param | None = None
    """What the call names its entry of a schedule."""


@trait
class Dispatches(Trait):
    """A call that hands work to a broker."""

    queue: str
    after_commit: bool = False
    delay: tuple[str, ...] = ()
    """Parameters that put the work off for a time."""
    later: bool = False
    """Whether it always does."""
    same_database: Answer = False
    """Whether the queue lives in the transaction's own database; ``None``: the settings say."""
    by_name: bool = False
    """Whether only tasks have a method of this name: it tells on any object."""


@trait
class Answers(Trait):
    """A response or an HTTP exception: where its status and content stand."""

    framework: str
    status: Param | None = None
    content: Param | None = None
    default: int | None = 200
    """The status without an argument; ``None``: not known."""
    raised: bool = False
    exception: str = ""
    """The class that a function raises: `flask.abort`; empty: the name is the class."""
    also: tuple[str, ...] = ()
    """Other parameters that the client gets to see."""
    whole: bool = False
    """Whether all its arguments are the content: `flask.jsonify`."""
    headers: Param | None = None
    """The parameter of its headers, where they may be given by position."""


@trait
class ErrorFamily(Trait):
    """An exception class by what failed: ``database``, ``driver``, ``http-client``, ``os``."""

    family: str


@trait
class ModelBase(Trait):
    """A class whose subclasses are mapped to tables; ``keyword``: only with it (SQLModel ``table``)."""

    orm: str
    keyword: str = ""
    annotated: bool = False
    """Whether an annotation alone declares a column."""
    stored: bool = True
    """No: it declares fields of messages, which no database keeps."""
    history: str = ""
    """The `Creates.history` in which its tables come into being."""
    named: str = ""
    """How a table is called after its class: ``lower``, ``snake``; empty: it is not."""


@trait
class AppTrait(Trait):
    """A class that configures an application: where applications are installed, and looked for."""

    listed: str
    """The setting that lists packages, and such classes."""
    moved: str
    """The setting that says where migrations stand, by label."""
    migrations: str
    """The package of an application in which they stand otherwise."""
    module: str
    """The module of an application in which the class stands."""


@trait
class Creates(Trait):
    """An operation of a migration that makes a table, or gives one another name."""

    history: str
    """``apps``: each application has its own, of models; ``versions``: one for all, of tables."""
    name: Param


@trait
class AddsColumn(Trait):
    """An operation of a migration that gives a table one more column."""

    column: Param
    table: Param | None = None
    """``None``: the operations are those of one table, which the block around them names."""


@trait
class DropsByName(Trait):
    """An operation of a migration that takes off a table what has a name."""

    name: Param
    table: Param | None = None
    """As in `AddsColumn`."""


@trait
class AltersTable(Trait):
    """A block of operations on one table."""

    table: Param
    naming: Param
    """The argument by which what has no name gets one."""


@trait
class ColumnTrait(Trait):
    """A call that declares a column, and the type it has by itself."""

    orm: str
    type: str = ""
    """``float``, ``decimal``, ``json``, ...; empty: read off the arguments or the annotation."""
    default: tuple[str, ...] = ("default",)
    """Parameters whose value is computed once, at import."""
    position: int | None = None
    """The index of the first of them, where it may be given by position."""
    copies: bool = False
    """Whether a mutable default is copied for each row."""
    types: tuple[str, ...] = ()
    """Parameters that hold the type; empty, and no ``position``: the first argument that may be one."""
    column: str = ""
    """The parameter that holds another such call, which says the type."""
    stored: bool = True
    """No: it declares a field of a message, which no database keeps."""
    late: Param | None = None
    """The parameter with which it is loaded when it is read."""


@trait
class Indexes(Trait):
    """What a table has beside its columns, and indexes some of them."""

    first: int
    """The position of the first of them."""


@trait
class Constrains(Trait):
    """A call that declares what the rows of a table may not be."""

    kind: str
    """``unique``, ``check`` or ``exclusion``."""
    fields: Param | None = None
    """The parameter that lists what is unique together."""
    position: int | None = None
    """The index from which on arguments name it, one by one."""
    when: str = ""
    """The parameter without which it constrains nothing."""


@trait
class Refers(Trait):
    """A call, or the parameter of one that declares a column, which makes it a foreign key.

    Nothing indexes it by itself.
    """

    target: Param
    """The column that it refers to, as a text or as an attribute."""
    ends: str
    """The parameter that says what becomes of the rows when the other one goes."""


@trait
class ColumnType(Trait):
    """A type given to a column: ``float``, ``json``, ...; ``tracked``: a wrapper that copies."""

    type: str
    tracked: bool = False
    decimal: Param | None = None
    """The parameter with which a ``float`` gives decimals."""


@trait
class RelationTrait(Trait):
    """A call that declares an attribute of a mapped class which leads to the rows of another."""

    orm: str
    target: Param | None = None
    """The parameter that names the other class; where nothing is given, the annotation names it."""
    many: Answer = None
    """Whether it leads to any number of rows; ``None``: the call or the annotation says."""
    one: Param | None = None
    """The parameter that is false where it leads to one row."""
    joint: Param | None = None
    """The parameter that names a table between, with which it leads to any number of rows."""
    back: Param | None = None
    """The parameter that names the attribute of the other class that leads back."""
    back_many: Answer = None
    """Whether that one leads to any number of rows."""
    back_default: str = ""
    """Its name where none is given, made of ``{model}``; empty: then there is none."""
    spelled: tuple[str, ...] = ()
    """How a name that is given spells ``{model}``."""
    hidden: str = ""
    """What the name of such an attribute ends with where there is none."""
    lazy: Param | None = None
    """The parameter that says when the rows come."""
    lazy_in: tuple[Param, str] | None = None
    """The parameter that holds a mapping which says it, and the key."""
    inner: Param | None = None
    """The parameter that holds another such call, which says all of it."""
    late: tuple[Any, ...] = ()
    """Its values with which they come when they are first asked for; empty: they always do."""
    key: str = ""
    """The attribute that holds the key of the row, made of ``{name}``: it needs no query."""
    keys: tuple[str, ...] = ()
    """What the other class calls that key."""
    queries: str = ""
    """The class whose methods send the query, where it leads to many; empty: reading it does."""
    whole: str = ""
    """The one of them that gives all rows, and asks for them only if they were not loaded."""
    itself: str = ""
    """How a class names itself as the other one."""
    abstract: str = ""
    """The class inside a class, and its attribute, that say that it has no table: ``Meta.abstract``."""
    joins: str = ""
    """What loads it with the rows, by the name that a reader knows; ``joins_many`` of many."""
    joins_many: str = ""
    counts: str = ""
    """What has the database count many of them with the rows, around the name by which a query knows them."""
    sync_only: bool = False
    """Whether it cannot be read in a coroutine at all."""


@trait
class Chosen(Trait):
    """What stands for the class that a setting names."""

    setting: str
    default: str


@trait
class Expires(Trait):
    """A call that makes a session, or a class of sessions, whose objects expire when it commits."""

    unless: Param
    """The parameter with which they do not."""


@trait
class Loads(Trait):
    """A call that says which relations and columns come with the rows."""

    role: str
    """``load`` (the relations that it names), ``through`` (leads to those that follow), ``late`` (they
    come when they are asked for), ``only`` and ``defer`` (columns), ``options`` (what its arguments
    say, which are such calls), ``columns`` (some that were left out), ``neutral``."""
    names: Param | None = None
    """The parameter that names them, and all positions behind it."""
    separator: str = ""
    """What stands between the steps of a path that is a text."""
    bare: bool = False
    """Whether it loads what it chooses where nothing is named."""
    everything: str = ""
    """A name that stands for all of them."""
    queryset: Param | None = None
    """The parameter that holds the query by which the named rows are loaded."""
    alias: Param | None = None
    """The parameter that names the attribute which holds them instead."""
    rows: Param | None = None
    """The parameter that holds rows which were fetched before."""


@trait
class Reads(Trait):
    """A call that reads rows, or builds the statement for it."""

    orm: str
    verb: str
    """``run``, ``get``, ``reload``, ``all``, ``first``, ``count``, ``exists``; ``build`` (the statement
    is sent once its rows are asked for), ``rows`` (hands on what was fetched)."""
    many: bool = False
    """Whether it gives all rows that match; of a builder, once its value is iterated or awaited."""
    runs: bool = True
    """Whether it sends the statement; `Result.all` only hands out what `execute` fetched."""
    limits: bool = False
    """Whether no more rows come than it is told."""
    limit: Param | None = None
    """The parameter that bounds the rows, where it is given and is not ``None``."""
    statement: Param | None = None
    """The parameter that holds the statement."""
    model: Param | None = None
    """The parameter that names the model."""
    keyed: bool = False
    """Whether rows that the session has loaded before are found without a query."""
    folds: bool = False
    """Whether rows become fewer: groups, what differs, one number."""
    tested: bool = True
    """Of a builder, whether ``if`` and ``len`` ask for its rows as well as a loop."""

    @property
    def gives_one(self) -> bool:
        """Whether it gives a row, or none."""
        return self.verb in {"get", "first"}


@trait
class ViewDefault(Trait):
    """A key of a setting that holds for the views that say nothing themselves."""

    view: str
    """The class from which they inherit."""
    attribute: str
    """The attribute in which they would say it."""


@trait
class Manager(Trait):
    """An attribute of mapped classes from which their queries start.

    Where the class is imported its own base is not known: the attribute's name tells, in a file
    that imports one of the packages ``beside``.
    """

    queries: str
    """The class whose methods follow."""
    beside: tuple[str, ...]
    begins: str = ""
    """The method of a manager, or of what it gives, that every query begins with."""


@trait
class Pages(Trait):
    """A class whose subclasses answer with a page of a list."""

    chosen: str
    """The attribute that lets the caller choose the size of a page."""
    cap: str
    """The attribute that bounds what may be chosen."""
    method: str
    """The method that bounds it otherwise, where a class has its own."""
    open: bool = False
    """Whether the caller may choose without that attribute."""
    size: str = ""
    """The attribute that holds the size; where the settings have none either, there are no pages."""


@trait
class PagedView(Trait):
    """A class of views that may answer with a page of what it lists."""

    attribute: str
    """Which says so."""
    hooks: tuple[str, ...] = ()
    """Methods that may say otherwise, where no setting says what holds for views without one."""
    setting: str = ""


@trait
class PageSettings(Trait):
    """A package whose lists have no pages unless the settings of the project, or a view, say so."""

    variable: str
    """The mapping in the settings."""
    key: str
    """Its key for the class of the pages."""
    size: str
    """Its key for their size."""
    sized: tuple[str, ...]
    """Classes that give no pages without a size."""


@trait
class GraphType(Trait):
    """A class, or the decorator of one, whose attributes are fields of a type of GraphQL."""

    framework: str
    resolver: str = ""
    """What the names of the methods that answer begin with; empty: decorators mark them."""
    row: Param | None = None
    """The parameter of the decorator that names the model whose rows are of the type."""
    of_row: bool = False
    """Whether the type is that of a row, so that a list in it holds the rows of one parent."""
    paged: tuple[str, ...] = ()
    """Parameters of the decorator with which lists of the type come a page at a time."""


@trait
class GraphField(Trait):
    """A call that declares a field of a type of GraphQL, or the decorator of what answers it."""

    framework: str
    resolver: Param | None = None
    items: Param | None = None
    """The parameter that names the type of the items, where the call makes a list of it."""
    rows: bool = False
    """Whether, without a resolver, it gives every row of the type's model."""
    paged: tuple[str, ...] = ()
    """Parameters with which a caller gets a page at a time."""


@trait
class Batches(Trait):
    """A loader that is given the keys of a whole round at once."""

    function: Param | None = None
    """The parameter that holds the function which loads them."""
    method: str = ""
    """The method that loads them, where it is a base class."""


@trait
class Writes(Trait):
    """A call that changes rows, or builds the statement for it."""

    orm: str
    verb: str
    """``create``, ``update``, ``delete``, ``save``, ``bulk``, ``flush``, ``commit``."""
    runs: bool = True


@trait
class GetsOrMakes(Trait):
    """A call that gives the row with the values of its keywords, and makes it where there is none."""

    beside: tuple[str, ...] = ()
    """The keywords that are no part of the look-up."""


@trait
class Leases(Trait):
    """A call, used by ``with`` or as a decorator, that holds a transaction, session or connection."""

    kind: LeaseKind
    orm: str
    commits: bool = True
    """Whether leaving it without an error commits."""
    alias: Param | None = None
    savepoint: bool = False
    """Whether it ends a part of a transaction, which is not committed by that."""
    on: Param | None = None
    """The argument that may be a connection, whose owner commits."""
    since: int = 0
    """The major version from which on it does not commit; before, that is not known."""
    member: str = ""
    """What only those versions have on the object that ``with`` binds."""
    lazy: bool = False
    """Whether the connection is taken with the first statement only."""
    scarce: bool = True
    """Whether others may wait for it: a file of the same machine is there for all."""
    shared: bool = False
    """Whether all that runs in a thread gets the same one, and any of it may commit."""


@trait
class SharedLock(Trait):
    """A call that takes a lock, or may, on which processes of many machines wait."""

    key: Param = Param("name", 0)
    expiry: tuple[Param, ...] = ()
    """The parameters that end it by themselves; without any, it does not end."""
    never: Any = None
    """The value with which they do not."""
    endless: bool = True
    """Whether it does not end where none of them is given."""
    only: str = ""
    """The argument without which it takes nothing: ``nx``."""
    named: bool = False
    """Whether only its key, or the function around it, says that it is a lock."""


@trait
class Shows(Trait):
    """A name or a module that is used only with a library from a major version on."""

    orm: str
    version: int
    given: Param | None = None
    """The argument that must be true for it."""


@trait
class Pools(Trait):
    """A constructor of a pool of connections, or of what has one."""

    options: tuple[Param, ...]
    """What bounds it, and how long a connection in it lives."""
    always: bool = True
    """Whether it has one that somebody chose even where none of them is given."""
    replaced: Param | None = None
    """The parameter that may say that there is none."""


@trait
class RetryOptions(Trait):
    """What makes a task, and the parameters with which its queue repeats a run that failed."""

    options: tuple[Param, ...]
    limit: Param | None = None
    """The one that bounds what the others, or the task itself, begin; ``None`` bounds nothing."""
    more: Param | None = None
    """The one that says more of these repetitions, their number among it."""
    counted: frozenset[str] = frozenset()
    """The attributes by which a task knows how often it was run, or may be."""
    spread: Param | None = None
    """The one that, false, has all tasks that failed together run again together."""


@trait
class SoftLimit(Trait):
    """What makes a task, and the parameter, or attribute, that has its queue end a run by an exception."""

    option: str
    error: str
    """The exception, which the task may take for a failure of what it calls."""


@trait
class AsksAgain(Trait):
    """What a task calls, or raises, to be run again."""

    pauses: tuple[Param, ...]
    """The arguments that say after which time."""
    waits: bool = False
    """Whether some time passes where nothing says so."""
    limit: Param | None = None
    default: float = FOREVER
    """Runs where nothing says how many, the first one included."""
    first: int = 0
    """The runs that a limit's number leaves out."""


@trait
class LoggerTrait(Trait):
    """A class, or a module, whose methods write log records."""

    kind: str
    """``root``, ``std``, ``adapter``, ``oslo``, ``structlog``, ``loguru``."""
    levels: tuple[tuple[str, str], ...] = ()
    """Method to level: ``("exception", "error")``; empty: the first argument says it."""
    library: str = ""
    """Its name in messages; empty: the kind."""
    message: str = "msg"
    """The parameter of the message."""
    fills: str = "%"
    """What an argument gets into the message by: ``%``, ``{}``; empty: configured elsewhere."""
    misfit: str = "the record is lost"
    """What comes of arguments for which the message has no place."""
    keywords: tuple[str, ...] | None = None
    """All that its calls take by name; ``None``: any name, as a field of the record."""
    misplaced: tuple[tuple[str, str], ...] = ()
    """Options of other libraries that it takes for fields, and what comes of that."""
    reserved: tuple[tuple[str, str], ...] = ()
    """Keys that ``extra`` must not have, and the Python from which on; empty: any."""
    deprecated: tuple[str, ...] = ()
    """Methods that warn when they are called."""
    tracebacks: tuple[str, ...] = ("exception", "aexception")
    """Methods that write the traceback."""
    failures: tuple[str, ...] = ()
    """Methods that write it unless what they are given is a text."""
    options: tuple[str, ...] = ("exc_info", "stack_info")
    """Keywords that add it to the other methods."""
    chained: tuple[tuple[str, str], ...] = ()
    """Calls before the method that add it, each with the keyword: ``("opt", "exception")``."""


CERTIFICATES = "turns certificate checking off"


@trait
class Entry:
    """A mapping that has one of some values under a key."""

    key: str
    """A text, or the name of what a library has."""
    values: tuple[Any, ...]


@trait
class Off:
    """An argument that leaves a peer unchecked."""

    param: Param
    values: tuple[Any, ...]
    """What does: values, names of what a library has, and mappings that hold such."""
    does: str = ""
    """What comes of it; empty: what the row says."""
    severity: Severity | None = None
    """Where it differs from that of the row."""
    switch: str | None = None
    """By what those turn it on who want to hear of it."""


@trait
class Trusts(Trait):
    """A call, an attribute or a variable of the environment that may leave a peer unchecked."""

    options: tuple[Off, ...] = ()
    values: tuple[Any, ...] = ()
    """Of an attribute: what turns the check off when it is assigned."""
    always: bool = False
    """Whether the call does so by itself."""
    unless: tuple[Param, ...] = ()
    """Arguments with which it does not."""
    does: str = CERTIFICATES
    severity: Severity = Severity.HIGH
    when: tuple[Param, tuple[Any, ...]] | None = None
    """An argument that says what is told: of other options it is another matter."""
    by_class: Param | None = None
    """With this argument another class connects, which may know the first of the options alone."""
    tls: Param | None = None
    """Where this argument is false, there is no TLS, and no certificate."""
    plain: bool = False
    """Whether there is none either where that argument is not given."""
    peers: tuple[Param, ...] = ()
    """It counts only where one of these names a machine of another network, as a literal."""
    servers: bool = False
    """Whether a server should not have it, either."""
    served_by: tuple[str, ...] = ()
    """Methods of the object that give it the key of a server, which asks no client."""
    machine: str = ""
    """Of a configuration: the key beside it whose text names the peer, which must be far away."""
    settings: tuple[str, ...] = ()
    """Names under which any configuration has it."""


@trait
class Unset(Trait):
    """A class of contexts that check nobody until an attribute says so."""

    kind: Param
    safe: tuple[str, ...]
    """With these kinds they check, or are those of servers."""
    sets: tuple[str, ...]
    """Attributes that turn the check on."""
    wraps: str
    """The method that begins TLS with them."""
    serving: tuple[str, int]
    """With this argument of it, as a server: its name and its index."""


@trait
class TakesContext(Trait):
    """A call that begins TLS as a client, with a context that it is given."""

    context: Param


@trait
class Told(Trait):
    """A text that leaves a peer unchecked: an address, or what a command is told."""

    word: str
    """What each has: a file without it need not be looked at."""
    text: str
    """A regular expression for what does."""
    within: str
    """One for all of the text around it."""
    does: str
    far: bool = False
    """Whether it counts only where the text names a machine of another network."""
    listed: bool = False
    """Whether it is an argument of a command, in a list of such."""


@trait
class MailTls(Trait):
    """A call that begins TLS with a mail or file server."""

    context: Param | None = None
    """Without this argument nobody checks the certificate."""
    off: Param | None = None
    """With this argument, and false, nobody does."""


@trait
class CorsTrait(Trait):
    """A call that says which origins a browser may let read the answers."""

    origins: Param | None
    """``None``: the mapping that it stands in does, by its keys."""
    credentials: Param
    open: bool = False
    """Whether any origin may where the argument is missing."""
    patterns: Param | None = None
    """The argument that has regular expressions for more of them."""
    regex: bool = False
    """Whether an origin of the first argument may be a regular expression."""
    resources: Param | None = None
    """The argument that may say both for each path, in a mapping."""
    config: tuple[str, ...] = ()
    """Keys of the application's configuration that hold where an argument is missing."""


@trait
class SetsCookie(Trait):
    """A call that gives a client a cookie, without the flags that it is not told."""

    name: Param = Param("key", 0)
    value: Param = Param("value", 1)
    http_only: Param = Param("httponly", 7)
    secure: Param = Param("secure", 6)
    expires: tuple[Param, ...] = (Param("max_age", 2), Param("expires", 3))
    same_site: Param = Param("samesite", 8)
    home: bool = False
    """Whether it goes with requests of the site's own pages alone, where nothing else is said."""


@trait
class BrowserCredential(Trait):
    """A call that has callers known by what their browser sends by itself: a cookie, or a password."""

    same_site: Param | None = None
    home: bool = False
    """Whether it goes with requests of the site's own pages alone, where nothing else is said."""


@trait
class KeyTrait(Trait):
    """A call or an attribute that takes a secret of the program's own."""

    key: Param | None = None
    """``None``: the attribute itself."""
    what: str = "the signing key"
    message: Param | None = None
    """What the key goes with; where that is a secret, or nothing is signed, the key may be a label."""


@trait
class FillsRow(Trait):
    """A call that writes the fields of a mapping into a row, or makes a row of them."""

    values: Param
    row: Param | None = None
    """The row, or its class; ``None``: the object of the method."""


@trait
class CredentialTrait(Trait):
    """A call, or an attribute, by which the program proves to another one who it is."""

    secrets: tuple[Param, ...]
    """None: the attribute itself, which a module gives to a whole library."""
    host: Param | None = None


@trait
class Debugs(Trait):
    """A call or an attribute that turns on what helps developers and intruders alike."""

    consequence: str
    switch: Param | None = None
    """The argument that does so; ``None``: the call itself, or the attribute."""
    serves: bool = False
    """Whether the call serves the application itself, so that its host says to whom."""
    reloads: bool = False
    """Whether all that it does is to watch the sources."""
    named: Param | None = None
    """What has to be given by its name for that: with the object itself the call ends at once."""
    always: bool = False
    """Whether it does so as well where the argument is missing."""
    here: bool = False
    """Whether it does so only for who is on the same machine, or seems to be."""


@trait
class EnvironmentTrait(Trait):
    """A call that reads configuration: the variable's name and the default."""

    reader: str
    variable: Param = Param("key", 0)
    default: Param | None = Param("default", 1)
    cast: Param | None = None
    """What makes something else of the text before it is handed out."""
    scheme: bool = False
    """Whether its object may be made with kinds and defaults: ``Env(DEBUG=(bool, False))``."""


@trait
class SettingsBase(Trait):
    """A class whose annotated fields are read from the environment."""

    reader: str
    options: tuple[str, ...] = ()
    """Names of the class that hold its options: an inner class, or a call that is given them."""
    prefix: str = ""
    """The option that stands before the names of all variables."""


@trait
class SettingsField(Trait):
    """A call that describes a field of a settings class."""

    default: tuple[Param, ...] = ()
    names: tuple[str, ...] = ()
    """Parameters that give the variable's name."""
    read: bool = True
    """Whether such a field is read from the environment at all."""


@trait
class Past:
    """What a call took a text for before a version of its library."""

    of: str
    """The distribution."""
    version: str
    values: tuple[object, ...]
    """With these, besides those with which it still does."""
    default: bool = True
    """Whether it did with nothing to say so."""


@trait
class SinkTrait(Trait):
    """A call that takes a text for a statement, a path or an address."""

    kind: SinkKind
    value: Param | None
    """The argument; ``None``: the object whose method it is."""
    also: tuple[Param, ...] = ()
    """Other arguments of the same kind."""
    act: str = ""
    """Of a path: ``read``, ``write``, ``list``, ``serve``; of an address: ``host`` if it is no URL."""
    mode: Param | None = None
    """The argument that says whether it writes."""
    streams: bool = False
    """Whether it takes an open file in the place of the path, or bytes, or a text that is no path."""
    item: int | None = None
    """Which element of a tuple matters."""
    redirects: Param | None = None
    """Of an address: the argument that says whether redirects are followed."""
    follows: bool = False
    """Whether they are without it."""
    only: tuple[Param, ...] = ()
    """The arguments that say whether it takes a text for that at all: `subprocess.run(shell=True)`."""
    values: tuple[object, ...] = ()
    """Their values with which it does: constants, qualified names, parts of a constant text."""
    default: bool = False
    """Whether it does without them."""
    past: Past | None = None
    """What else it did once, where the project admits no newer version."""
    program: str = ""
    """Where a program and its arguments stand if it does not take a command: ``list``, the elements of
    the argument; ``spread``, the arguments from this one on; ``text``: as ``list``, but a text is a
    command; ``words``: as ``list``, and a text is cut into its words."""
    chosen: Param | None = None
    """The argument that names the program itself, whatever the others say."""


@trait
class Source(Trait):
    """An attribute or a call whose value a client chose."""

    form: str = "text"
    """``file``: an open file; ``mixed``: text, but for files that were uploaded; ``headers``: a mapping
    in which only some keys are the client's."""
    semi_trusted: bool = False
    """Whether it comes from a peer or a store that a client may have filled."""
    fields: bool = False
    """Whether it is checked field by field, as the class of the object declares."""
    prefixes: tuple[str, ...] = ()
    """Of ``headers``: how the client's keys begin."""
    named: str = ""
    """Of files: the attribute that holds the name that the client gave them."""
    safe: frozenset[SinkKind] = frozenset()
    """Where it does no harm: who lures somebody to a link chooses no headers."""
    sent: bool = False
    """Whether it is the body of a form that the framework guards against forgery: no link fills it."""


@trait
class Decodes(Trait):
    """A call that reads the claims of a token, and what says how closely it looks."""

    token: Param
    key: Param | None = None
    algorithms: Param | None = None
    options: Param | None = None
    audience: Param | None = None
    """Where a token without one is accepted although one is asked for."""
    verify: Param | None = None
    open: bool = False
    """Whether it takes any algorithm where none is given."""
    blind: bool = False
    """Whether it checks no signature."""
    lenient: bool = False
    """Whether what the claims say, their expiry among it, is checked by another call."""


@trait
class Carries(Trait):
    """A call whose value holds the text that it is given."""

    params: tuple[Param, ...] = ()
    """Empty: every positional argument."""
    how: str = ""
    """``joined``: one after the other; ``file``: wrapped into an open file; ``split``: as parts;
    ``decoded``: as what it stood for."""


@trait
class Safe(Trait):
    """A call or an attribute whose value does no harm in some places."""

    kinds: frozenset[SinkKind]


@trait
class Fills(Trait):
    """A framework, and what it hands to its handlers."""

    framework: str
    request: str = ""
    """The class of the object that stands for the request."""
    position: int | None = 0
    """Which parameter of a handler it is, ``self`` left out; ``None``: by annotation only."""
    annotated: bool = False
    """Whether parameters are read from the request by their annotation."""
    parameter: str = ""
    """Parameters in a path: a regular expression with the groups ``name`` and ``type``."""
    texts: tuple[str, ...] = ()
    """The types of path parameters that let any text through."""
    whole: tuple[str, ...] = ()
    """Those of them that let a slash through."""


@trait
class DebugOption(Trait):
    """A call that does what this word says where an argument is true."""

    option: Param
    word: str


@trait
class MetricTrait(Trait):
    """A class whose objects are metrics, each registered under its name where it is made."""

    name: Param
    labels: Param
    registry: Param
    """With another one, or none, it is not registered for all."""
    shared: str
    """The registry of the whole process."""
    level: bool = False
    """Whether it holds what is the case now, and counts nothing."""


@trait
class Labels(Trait):
    """A call that says which series of a metric it is about."""

    mapping: Param | None = None
    """The parameter that holds a mapping of labels to values, or a list of texts; ``None``: its
    arguments are the values."""
    name: Param | None = None
    """The parameter that names the metric itself."""
    before: tuple[str, ...] = ()
    """Methods of what it gives, by which it is known where its object is not."""


@trait
class SpanTrait(Trait):
    """A call that starts a span of a trace, which ``with`` ends."""

    name: Param
    end: str = ""
    """The method that ends it otherwise; empty: nothing starts before ``with``."""
    decorates: bool = False
    """Whether it may be a decorator instead."""
    logs: bool = False
    """Whether what is logged as an error is shown beside the span anyway."""
    current: bool = False
    """Whether ``end`` is a method of its maker, and ends what is current."""


@trait
class Detaches(Trait):
    """A call that runs a function in a thread which begins without context variables."""

    function: Param


Pair = tuple[str, Trait]


def each(prefixes: str, names: str, *traits: Trait) -> tuple[Pair, ...]:
    """Every trait for every name under every prefix; an empty ``names`` means the prefixes."""
    if not names:
        return tuple((prefix, item) for prefix in prefixes.split() for item in traits)
    return tuple(
        (f"{prefix}.{name}", item)
        for prefix in prefixes.split()
        for name in names.split()
        for item in traits
    )


def spelled(prefix: str, canonical: str, names: str) -> tuple[Pair, ...]:
    """The names under ``prefix`` are other spellings of those under ``canonical``."""
    return tuple((f"{prefix}.{name}", Names(f"{canonical}.{name}")) for name in names.split())


@record
class Words:
    """A list of names that rules share, by the key under which a configuration extends it."""

    key: str
    pattern: str
    """A regular expression for the whole name, lower case."""
    without: str = ""
    """What is excluded again."""

    def match(self, name: str | None) -> bool:
        """Whether the list has the name, in any case."""
        return bool(name) and _matches(self.pattern, self.without, name)

    def extended(self, patterns: Iterable[str]) -> Words:
        """The list with more patterns."""
        return replace(
            self, pattern="|".join((self.pattern, *(f"(?:{item})" for item in patterns)))
        )


@lru_cache(maxsize=2**15)
def _matches(pattern: str, without: str, name: str | None) -> bool:
    """Whether a name has a pattern; programs use few names, and all files the same."""
    return bool(name and _compiled(pattern).fullmatch(name)) and not (
        name and without and _compiled(without).fullmatch(name)
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@trait
class Knowledge:
    """All that is known of one library."""

    distribution: str
    """Its name on PyPI; empty for the standard library."""
    versions: str
    """The versions whose source was read, as ``first-last``."""
    documentation: str
    traits: tuple[Pair, ...]


_NONE: frozenset[str] = frozenset()


class Table(Mapping[str, T]):
    """The rows of one trait, by qualified name; ``Class.*`` stands for what has no row of its own."""

    __slots__ = (
        "_lasts",
        "_lasts_by_package",
        "_named",
        "_rows",
        "lasts",
        "name",
        "packages",
        "starred",
    )

    def __init__(
        self, rows: Mapping[str, T], named: frozenset[str] = frozenset(), name: str = ""
    ) -> None:
        self.name = name
        """The trait, or the word, that its rows share; empty: it was made for one question."""
        self._rows = rows
        self._named = named
        """All names with a row of their own that says what they do, in whatever table."""
        lasts, starred = set(), []
        for row in rows:
            owner, _, last = row.rpartition(".")
            if last == "*":
                starred.append(owner)
            else:
                lasts.add(last)
        self.lasts = frozenset(lasts)
        """The last identifiers of all names: what a walk can look for without resolving."""
        self.starred = frozenset(starred)
        """The classes whose other members have a row together."""
        self.packages = frozenset(name.partition(".")[0] for name in starred)
        """The packages of those classes."""
        self._lasts: dict[frozenset[str], frozenset[str]] = {}
        self._lasts_by_package: dict[str, set[str]] | None = None

    def _by_package(self) -> dict[str, set[str]]:
        """The last identifiers by package; of most tables nobody asks it."""
        found = self._lasts_by_package
        if found is None:
            found = self._lasts_by_package = {}
            for row in self._rows:
                package, last = row.partition(".")[0], row.rpartition(".")[2]
                if last != "*":
                    found.setdefault(package, set()).add(last)
        return found

    @property
    def implicit(self) -> frozenset[str]:
        """The packages of what is called without its name: `__enter__`."""
        return frozenset(
            package
            for package, lasts in self._by_package().items()
            if any(last.startswith("__") for last in lasts)
        )

    def lasts_in(self, packages: frozenset[str]) -> frozenset[str]:
        """The last identifiers of the names in some packages."""
        found = self._lasts.get(packages)
        if found is None:
            # Files import many sets of packages, and a table has names of few of each.
            own = [package for package in self._by_package() if package in packages]
            found = self._lasts_of(frozenset(own)) if own else _NONE
            self._lasts[packages] = found
        return found

    def _lasts_of(self, packages: frozenset[str]) -> frozenset[str]:
        found = self._lasts.get(packages)
        if found is None:
            by_package = self._by_package()
            lasts = (by_package[package] for package in packages)
            found = self._lasts[packages] = frozenset().union(*lasts)
        return found

    def __getitem__(self, name: str) -> T:
        row = self._rows.get(name)
        if row is None and self._is_starred(name):
            row = self._rows[f"{name.rpartition('.')[0]}.*"]
        if row is None:
            raise KeyError(name)
        return row

    def _is_starred(self, name: str) -> bool:
        owner, _, last = name.rpartition(".")
        return owner in self.starred and not last.startswith("_") and name not in self._named

    @overload
    def get(self, name: str, /) -> T | None: ...
    @overload
    def get(self, name: str, default: U, /) -> T | U: ...
    def get(self, name: str, default: object = None, /) -> object:
        """The row of a name; `Mapping` would raise and catch to say that there is none."""
        row = self._rows.get(name)
        if row is None and self.starred and self._is_starred(name):
            return self[name]
        return default if row is None else row

    def __contains__(self, name: object) -> bool:
        return name in self._rows or (
            bool(self.starred) and isinstance(name, str) and self._is_starred(name)
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    # Those of `Mapping` look each name up again.
    def values(self) -> ValuesView[T]:
        """The rows."""
        return self._rows.values()

    def items(self) -> ItemsView[str, T]:
        """The names with their rows."""
        return self._rows.items()

    def __len__(self) -> int:
        return len(self._rows)


def kind_of(item: Trait) -> Any:
    """What a name may have once: a trait, a word, a kind of sink."""
    if isinstance(item, Is):
        return item.word
    return item.kind if isinstance(item, SinkTrait) else type(item)


DESCRIBING: frozenset[Any] = frozenset(
    {Source, Carries, Safe, Posts, *SinkKind, "gives-object", "sends-mail", "sends-message"}
)
"""What tells of the text or object that a call takes or gives, and nothing of how it does it.

A name with no other row still does what ``Class.*`` says.
"""


class Tables:
    """All tables, joined; answers the model's questions about libraries."""

    def __init__(self, tables: Iterable[Knowledge]) -> None:
        self._rows: dict[type[Trait], dict[str, Trait]] = {}
        # Many names share a trait; what kind that is need not be asked for each.
        by_trait: dict[int, dict[str, Trait]] = {}
        held = tuple(tables)
        for knowledge in held:
            for name, item in knowledge.traits:
                rows = by_trait.get(id(item))
                if rows is None:
                    rows = by_trait[id(item)] = self._rows.setdefault(kind_of(item), {})
                rows[name] = item
        self._named = frozenset().union(*self._rows.values())
        self._own = frozenset().union(
            *(rows for kind, rows in self._rows.items() if kind not in DESCRIBING)
        )
        self._starred = frozenset(name[:-2] for name in self._named if name.endswith(".*"))
        self._tables: dict[Any, Table[Any]] = {}
        self._spellings: dict[str, str] = {}
        self._classes = self._known_classes()
        self._leads = self._leading()
        self._reached: dict[frozenset[str], frozenset[str]] = {}
        self._renames = self._renaming()
        self._renamed: dict[frozenset[str], Mapping[str, frozenset[str]]] = {}

    def _leading(self) -> dict[str, set[str]]:
        """By package: where an import of it leads, through types, bases and other spellings."""
        leads: dict[str, set[str]] = {
            package: set() for package in {name.partition(".")[0] for name in self._named}
        }
        for name, returns in self.table(Returns).items():
            leads[name.partition(".")[0]].add(returns.type.name.partition(".")[0])
        for name, inherits in self.table(Inherits).items():
            leads[name.partition(".")[0]].update(base.partition(".")[0] for base in inherits.bases)
        for name, spelling in self.table(Names).items():
            leads[name.partition(".")[0]].add(spelling.canonical.partition(".")[0])
        return leads

    def reach(self, imported: Iterable[str]) -> frozenset[str]:
        """The packages whose names a file may use that imports these modules and members."""
        known = frozenset(self._leads.keys() & {name.partition(".")[0] for name in imported})
        found = self._reached.get(known)
        if found is None:
            todo, seen = [*known, "builtins"], {*known, "builtins"}
            while todo:
                more = self._leads.get(todo.pop(), set()) - seen
                seen |= more
                todo += more
            found = self._reached[known] = frozenset(seen)
        return found

    def _known_classes(self) -> frozenset[str]:
        owners = {name.rpartition(".")[0] for name in self._named}
        marked = self._rows.get(cast("Any", "class"), {})
        return frozenset(
            # A package may begin with a capital too: `MySQLdb`.
            name
            for name in owners
            if "." in name and name.rpartition(".")[2][:1].isupper()
        ).union(
            self._rows.get(Inherits, {}),
            *(row.bases for row in self.table(Inherits).values()),
            *(self._rows.get(kind, {}) for kind in (ViewBase, ModelBase, SettingsBase)),
            *((name,) for name, row in self.table(EntryTrait).items() if row.methods),
            *((name,) for name, row in self.table(TaskTrait).items() if row.method),
            marked,
        )

    def table(self, kind: type[T]) -> Table[T]:
        """The rows of one trait class."""
        if kind not in self._tables:
            rows = self._rows.get(cast("Any", kind), {})
            self._tables[kind] = Table(rows, self._own, kind.__name__)
        return self._tables[kind]

    def word(self, word: str) -> Table[Is]:
        """The names that carry one word of `Is`."""
        if word not in self._tables:
            self._tables[word] = Table(self._rows.get(cast("Any", word), {}), self._own, word)
        return self._tables[word]

    def named(self, name: str) -> Table[Any]:
        """The table of a trait, a kind of sink or a word, by its name."""
        kinds = {kind.__name__: kind for kind in self._rows if isinstance(kind, type)}
        if name in kinds:
            return self.table(kinds[name])
        sinks = {kind.name: kind for kind in SinkKind}
        return self.sinks(sinks[name]) if name in sinks else self.word(name)

    def sinks(self, kind: SinkKind) -> Table[SinkTrait]:
        """The calls that take a text for one kind of thing."""
        if kind not in self._tables:
            rows = self._rows.get(cast("Any", kind), {})
            self._tables[kind] = Table(rows, self._own, kind.name)
        return self._tables[kind]

    def canonical(self, name: str) -> str:
        """The spelling under which the tables know a name; the name itself if there is no other."""
        found = self._spellings.get(name)
        if found is None:
            found = self._spellings[name] = self._canonical(name)
        return found

    def _canonical(self, name: str) -> str:
        spellings = self.table(Names)
        head, tail = name, ""
        while head:
            if head in spellings:
                return self.canonical(spellings[head].canonical + tail)
            head, dot, last = head.rpartition(".")
            tail = f"{dot}{last}{tail}"
        return name

    def renamed(self, packages: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """By last identifier, those of the tables' spellings of the same names, where they differ."""
        found = self._renamed.get(packages)
        if found is None:
            joined: dict[str, frozenset[str]] = {}
            for package in sorted(packages & self._renames.keys()):
                for last, others in self._renames[package].items():
                    joined[last] = joined.get(last, _NONE) | others
            found = self._renamed[packages] = joined
        return found

    def _renaming(self) -> dict[str, dict[str, frozenset[str]]]:
        """By package: the last identifiers that stand for others."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        for name, row in self.table(Names).items():
            last, other = (item.rpartition(".")[2] for item in (name, row.canonical))
            if last != other:
                own = found.setdefault(name.partition(".")[0], {})
                own[last] = own.get(last, _NONE) | {other}
        return found

    def returns(self, name: str) -> Type | None:
        """The type of a call's value or of an attribute."""
        row = self.table(Returns).get(name)
        return row.type if row else None

    holds = returns

    def chooser(self, name: str) -> tuple[str, int | None] | None:
        """The parameter by which a call names the class that it gives instead."""
        row = self.table(Returns).get(name)
        return (row.given.name, row.given.position) if row and row.given else None

    def injector(self, name: str) -> tuple[str, int | None] | None:
        """The parameter of a default that names the function to call for it: `fastapi.Depends`."""
        row = self.table(EntryTrait).get(name)
        if row is None or row.kind is not EntryKind.DEPENDENCY or row.function is None:
            return None
        return row.function.name, row.function.position

    def annotates(self, name: str) -> Type | None:
        """The type that an alias stands for; the tables have none."""
        assert name
        return None

    def is_class(self, name: str) -> bool:
        """Whether a name is a class: the owner of a method in some table, or marked so."""
        return name in self._classes

    def knows(self, name: str) -> bool:
        """Whether any table has a row for the name."""
        if name in self._named:
            return True
        owner, _, last = name.rpartition(".")
        return owner in self._starred and not last.startswith("_")

    def member(self, owner: str, attribute: str) -> str:
        """The name under which a class's member is known: its own, or that of the base that has it."""
        own = f"{owner}.{attribute}"
        if self.knows(own):
            return own
        inherits = self.table(Inherits).get(owner)
        for base in inherits.bases if inherits else ():
            name = self.member(base, attribute)
            if self.knows(name):
                return name
        return own

    def has(self, word: str, name: str) -> bool:
        """Whether a name carries a word of `Is`."""
        return name in self.word(word)

    def value(self, name: str) -> Known | None:
        """The value of a constant, such as ``rest_framework.status.HTTP_500_...``."""
        row = self.table(Constant).get(name)
        return Known(row.value) if row else None

    def bases(self, name: str) -> tuple[str, ...]:
        """A library class and those it inherits from, as far as the tables say."""
        row = self.table(Inherits).get(name)
        found = [name]
        for base in row.bases if row else ():
            found.extend(item for item in self.bases(base) if item not in found)
        return tuple(found)

    mro = bases


@cache
def collect(package: str) -> Tables:
    """Join every `Knowledge` of every module of a package."""
    paths = importlib.import_module(package).__path__
    names = sorted(module.name for module in pkgutil.iter_modules(paths))
    modules = [
        importlib.import_module(f"{package}.{name}")
        for name in names
        if name not in {"schema", "words"}
    ]
    return Tables(
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Knowledge)
    )
