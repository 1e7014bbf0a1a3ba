"""OpenAI Agents, with a model that always calls the tool once and then says what it got. No network is used."""

import asyncio
from typing import Any

from agents import Agent, Model, ModelResponse, Runner, Usage, set_tracing_disabled
from agents.mcp import MCPServerStreamableHttp
from connections_client import caller_token, connections_http_client
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText
from target import CALLER, URL, target


class CallsOnce(Model):
    async def get_response(self, *args: Any, **options: Any) -> ModelResponse:
        asked = options["input"] if "input" in options else args[1]
        results = [each for each in asked if isinstance(each, dict) and each.get("type") == "function_call_output"]
        said: Any = self._said(str(results[-1]["output"])) if results else self._call()
        return ModelResponse(output=[said], usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **options: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _call() -> ResponseFunctionToolCall:
        return ResponseFunctionToolCall(
            arguments="{}", call_id="1", name="list_notes", type="function_call", id="1"
        )

    @staticmethod
    def _said(text: str) -> ResponseOutputMessage:
        part = ResponseOutputText(annotations=[], text=text, type="output_text")
        return ResponseOutputMessage(id="2", content=[part], role="assistant", status="completed", type="message")


async def call() -> str:
    set_tracing_disabled(True)
    factory = connections_http_client(target())
    with caller_token(CALLER):
        async with MCPServerStreamableHttp(params={"url": URL, "httpx_client_factory": factory}) as server:
            agent = Agent(name="notes", model=CallsOnce(), mcp_servers=[server])
            return str((await Runner.run(agent, "List my notes.")).final_output)


print(asyncio.run(call()))
