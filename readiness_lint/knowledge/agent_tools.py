from readiness_lint.knowledge.schema import Is, Knowledge, Names, each

TOOL = Is("agent-tool")

MCP = Knowledge(
    "mcp",
    "1.30-2.3",
    "https://py.sdk.modelcontextprotocol.io",
    (
        *each("mcp.server.mcpserver.MCPServer", "tool resource prompt", TOOL),
        # Its name in version 1.
        *each("mcp.server.fastmcp.FastMCP", "tool resource prompt", TOOL),
        *each("mcp.server.lowlevel.Server", "call_tool read_resource get_prompt", TOOL),
        ("mcp.server.Server", Names("mcp.server.lowlevel.Server")),
        ("mcp.server.lowlevel.server", Names("mcp.server.lowlevel")),
        ("mcp.server.fastmcp.server", Names("mcp.server.fastmcp")),
        ("mcp.server.mcpserver.server", Names("mcp.server.mcpserver")),
    ),
)

FASTMCP = Knowledge(
    "fastmcp",
    "2.14",
    "https://gofastmcp.com",
    (
        *each("fastmcp.FastMCP", "tool resource prompt", TOOL),
        ("fastmcp.server", Names("fastmcp")),
    ),
)

LANGCHAIN = Knowledge(
    "langchain-core",
    "1.8",
    "https://python.langchain.com",
    (
        ("langchain_core.tools.tool", TOOL),
        ("langchain.tools.tool", Names("langchain_core.tools.tool")),
        ("langchain_core.tools.convert.tool", Names("langchain_core.tools.tool")),
    ),
)

PYDANTIC_AI = Knowledge(
    "pydantic-ai-slim",
    "2.68",
    "https://ai.pydantic.dev",
    each("pydantic_ai.Agent", "tool tool_plain", TOOL),
)

OPENAI_AGENTS = Knowledge(
    "openai-agents",
    "0.24",
    "https://openai.github.io/openai-agents-python",
    (
        ("agents.function_tool", TOOL),
        ("agents.tool.function_tool", Names("agents.function_tool")),
    ),
)
