"""Calls of clients resolve to the rows that say how long they wait and what they hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from readiness_lint.facts.tables import tables
from readiness_lint.knowledge.schema import Blocks, ClientTrait, Inherits, Is, Outbound, Returns
from readiness_lint.terms import FOREVER

from fixtures import file_for

OUTBOUND = tables().table(Outbound)
BLOCKS = tables().table(Blocks)
CLIENTS = tables().table(ClientTrait)
REACHED_THROUGH_A_CLIENT = {
    # What a client hands out; the limit is set where that client was made.
    "anthropic._resource.AsyncAPIResource",
    "anthropic._resource.SyncAPIResource",
    "docker.models.containers.Container",
    "docker.models.containers.ContainerCollection",
    "docker.models.images.Image",
    "docker.models.images.ImageCollection",
    "docker.models.networks.Network",
    "docker.models.networks.NetworkCollection",
    "docker.models.volumes.Volume",
    "docker.models.volumes.VolumeCollection",
    "elasticsearch.AsyncNamespace",
    "elasticsearch.client.ClusterClient",
    "elasticsearch.client.IndicesClient",
    "elasticsearch.client.IngestClient",
    "elasticsearch.client.TasksClient",
    "elasticsearch.helpers",
    "github.Repository.Repository",
    "hvac.api.VaultApiBase",
    "openai._resource.AsyncAPIResource",
    "openai._resource.SyncAPIResource",
    "opensearchpy.client.cluster.ClusterClient",
    "opensearchpy.client.indices.IndicesClient",
    "opensearchpy.helpers",
}


def callee(source: str) -> str | None:
    """The table's name of the last call, in source order, of a text."""
    file = file_for(source, Path("shop.py"))
    calls = [node for node in ast.walk(file.tree) if isinstance(node, ast.Call)]
    last = max(calls, key=lambda call: (call.lineno, call.end_col_offset or 0))
    return file.callee(last)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import requests\nrequests.get(url)", "requests.get"),
        ("from requests.api import post\npost(url)", "requests.post"),
        ("import requests\ns = requests.session()\ns.get(url)", "requests.Session.get"),
        ("from requests.sessions import Session as S\nS().put(url)", "requests.Session.put"),
        (
            "import requests\nwith requests.Session() as s:\n    s.request('GET', url)",
            "requests.Session.request",
        ),
        (
            "from requests_oauthlib import OAuth2Session\nOAuth2Session().get(url)",
            "requests.Session.get",
        ),
        (
            "import requests, cachecontrol\ncachecontrol.CacheControl(requests.Session()).get(url)",
            "requests.Session.get",
        ),
        (
            "import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n"
            "        await c.get(url)",
            "httpx.AsyncClient.get",
        ),
        ("from httpx._client import Client\nClient().send(request)", "httpx.Client.send"),
        (
            "import aiohttp\nasync def f(session: aiohttp.ClientSession):\n    session.get(url)",
            "aiohttp.ClientSession.get",
        ),
        (
            "import urllib3\nurllib3.ProxyManager(p).request('GET', u)",
            "urllib3.PoolManager.request",
        ),
        ("import smtplib\nwith smtplib.SMTP_SSL(h) as s:\n    s.login(u, p)", "smtplib.SMTP.login"),
        ("import sqlite3\nc = sqlite3.connect(p)\nc.cursor().execute(q)", "sqlite3.Cursor.execute"),
        (
            "import psycopg2\nwith psycopg2.connect(d) as c, c.cursor() as k:\n    k.fetchall()",
            "psycopg2.extensions.cursor.fetchall",
        ),
        ("import redis\nredis.from_url(u).get(k)", "redis.Redis.get"),
        ("from redis.client import StrictRedis\nStrictRedis().hgetall(k)", "redis.Redis.hgetall"),
        ("import redis\nredis.RedisCluster(h).set(k, v)", "redis.Redis.set"),
        (
            "import redis\nredis.Redis().pipeline().set(k, v).execute()",
            "redis.client.Pipeline.execute",
        ),
        (
            "from redis.asyncio import from_url\nasync def f():\n    await from_url(u).get(k)",
            "redis.asyncio.Redis.get",
        ),
        ("import boto3\nboto3.client('s3').put_object()", "botocore.client.BaseClient.put_object"),
        (
            "import boto3\nboto3.Session().client('s3').get_paginator(n).paginate()",
            "botocore.paginate.Paginator.paginate",
        ),
        (
            "import boto3\nboto3.resource('dynamodb').Table(n).put_item()",
            "boto3.resources.base.ServiceResource.put_item",
        ),
        (
            "from openai import OpenAI\nOpenAI().chat.completions.create()",
            "openai._resource.SyncAPIResource.create",
        ),
        (
            "import anthropic\nasync def f():\n"
            "    await anthropic.AsyncAnthropic().messages.create()",
            "anthropic._resource.AsyncAPIResource.create",
        ),
        (
            "from pymongo import MongoClient\nMongoClient(u).shop.orders.find_one()",
            "pymongo.collection.Collection.find_one",
        ),
        (
            "from kubernetes import client\nclient.CoreV1Api().list_node()",
            "kubernetes.client.Api.list_node",
        ),
        (
            "import docker\ndocker.from_env().containers.run(i).logs()",
            "docker.models.containers.Container.logs",
        ),
        ("import stripe\nstripe.Charge.create()", "stripe.Charge.create"),
        ("import stripe\nstripe.Customer.create()", "stripe.APIResource.create"),
        (
            "from stripe import StripeClient\nStripeClient(k).v1.customers.create()",
            "stripe.StripeService.create",
        ),
        (
            "from twilio.rest import Client\nClient().verify.v2.services(s).verifications.create()",
            "twilio.base.list_resource.ListResource.create",
        ),
        (
            "import hvac\nhvac.Client().secrets.kv.v2.read_secret_version(p)",
            "hvac.api.VaultApiBase.read_secret_version",
        ),
        (
            "from google.cloud import storage\nstorage.Client().bucket(b).blob(n).delete()",
            "google.cloud.storage.Blob.delete",
        ),
        (
            "from django.core.cache import cache\ncache.get(k)",
            "django.core.cache.backends.base.BaseCache.get",
        ),
        (
            "from django.core.mail import EmailMultiAlternatives\nEmailMultiAlternatives().send()",
            "django.core.mail.EmailMessage.send",
        ),
        (
            "import asyncio\nasync def f():\n    r, w = await asyncio.open_connection(h, p)\n"
            "    await r.read()",
            "asyncio.StreamReader.read",
        ),
        ("import websocket\nwebsocket.create_connection(u).recv()", "websocket.WebSocket.recv"),
    ],
)
def test_a_call_leads_to_its_row(source: str, name: str) -> None:
    assert name == callee(source)
    assert name in OUTBOUND


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from time import sleep\nsleep(1)", "time.sleep"),
        ("import subprocess\nsubprocess.Popen(c).wait()", "subprocess.Popen.wait"),
        ("import queue\nqueue.PriorityQueue().get()", "queue.Queue.get"),
        (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor() as pool:\n    pool.submit(f).result()",
            "concurrent.futures.Future.result",
        ),
        (
            "import multiprocessing\nmultiprocessing.Queue().get()",
            "multiprocessing.queues.Queue.get",
        ),
        ("input('name')", "builtins.input"),
        ("import git\ngit.Repo(p).git.push()", "git.Git.push"),
    ],
)
def test_a_call_that_holds_its_thread_leads_to_its_row(source: str, name: str) -> None:
    assert name == callee(source)
    assert name in BLOCKS


@pytest.mark.parametrize(
    "source",
    [
        "import boto3\nboto3.client('s3').generate_presigned_url(n)",
        "import boto3\nboto3.resource('s3').Bucket(n)",
        "import redis\nredis.Redis().pipeline()",
        "import redis\nredis.Redis().pipeline().set(k, v)",
        "from pymongo import MongoClient\nMongoClient(u).shop.orders.find()",
        "from google.cloud import storage\nstorage.Client().bucket(b)",
        "import httpx\nhttpx.Client().build_request('GET', u)",
        "import kafka\nkafka.KafkaProducer().send(t)",
        "import subprocess\nsubprocess.Popen(c)",
        "import queue\nqueue.Queue().get_nowait()",
        "import git\ngit.Repo(p).git.status()",
    ],
)
def test_what_waits_for_nobody_has_no_row(source: str) -> None:
    name = callee(source)

    assert name not in OUTBOUND
    assert name not in BLOCKS


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("requests.get", FOREVER),
        ("requests.Session.get", FOREVER),
        ("urllib.request.urlretrieve", FOREVER),
        ("smtplib.SMTP", FOREVER),
        ("kubernetes.client.Api.list_node", FOREVER),
        ("websocket.create_connection", FOREVER),
        ("httpx.get", 5.0),
        ("urllib3.request", 3.0),
        ("aiohttp.ClientSession.get", 300.0),
        ("openai._resource.SyncAPIResource.create", 600.0),
        ("botocore.client.BaseClient.put_object", 60.0),
    ],
)
def test_the_limit_that_holds_by_itself(name: str, seconds: float) -> None:
    limit = OUTBOUND[name].limit

    assert limit is not None
    assert seconds == limit.default


@pytest.mark.parametrize(
    "name",
    ["redis.Redis.get", "smtplib.SMTP.login", "ldap3.Connection.search", "socket.socket.recv"],
)
def test_calls_bounded_where_their_client_is_made_have_no_limit_of_their_own(name: str) -> None:
    assert OUTBOUND[name].limit is None


def test_nothing_that_waits_only_computes() -> None:
    pure = tables().word("pure")

    assert [] == [name for name in (*OUTBOUND, *BLOCKS) if name in pure]
    assert [] == [name for name in OUTBOUND if name in BLOCKS]


def test_coroutines_hold_no_thread() -> None:
    coroutines = tables().word("coroutine")
    assert isinstance(coroutines["asyncio.sleep"], Is)

    assert [] == [name for name, row in OUTBOUND.items() if row.blocking and name in coroutines]
    assert [] == [name for name in BLOCKS if name in coroutines]
    assert [] == [name for name, row in OUTBOUND.items() if row.blocking and ".aio." in name]


def test_a_limit_of_the_client_has_a_client() -> None:
    returns, inherits = tables().table(Returns), tables().table(Inherits)
    made = {*CLIENTS, *(returns[name].type.name for name in CLIENTS if name in returns)}
    made |= {base for name in made if name in inherits for base in inherits[name].bases}
    owners = {
        name.rpartition(".")[0]
        for name, row in OUTBOUND.items()
        if row.limit and "client" in row.limit.at
    }

    assert REACHED_THROUGH_A_CLIENT == owners - made
