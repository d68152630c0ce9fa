import Anthropic from "@anthropic-ai/sdk";
import { check, equal, failure, ok } from "./checks.mjs";

const weather = {
  name: "get_weather",
  description: "Current weather of a city",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

const textOf = (message) => message.content.filter((b) => b.type === "text").map((b) => b.text).join("");

export function addAnthropicChecks({ base, key, model, behavior }) {
  const client = new Anthropic({ apiKey: key, baseURL: base, maxRetries: 0 });
  const ask = (content, more = {}) => ({ model, max_tokens: 300, messages: [{ role: "user", content }], ...more });

  check("anthropic: a message has text and usage", async () => {
    const message = await client.messages.create(ask("What is 17 + 4 * 3?"));
    ok(textOf(message).includes("29"), "the answer has 29");
    equal(message.stop_reason, "end_turn");
    ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0, "usage");
  });

  check("anthropic: a stream adds up to the same message", async () => {
    const whole = await client.messages.create(ask("How does a rainbow form?"));
    const events = [];
    const stream = client.messages.stream(ask("How does a rainbow form?")).on("streamEvent", (event) => events.push(event.type));
    const final = await stream.finalMessage();
    equal(textOf(final), textOf(whole), "text");
    equal(final.usage.output_tokens, whole.usage.output_tokens, "output_tokens");
    equal(events[0], "message_start");
    equal(events.at(-1), "message_stop");
  });

  check("anthropic: a tool is used, streamed and answered", async () => {
    const message = await client.messages.stream(ask("What is the weather in Madrid?", { tools: [weather] })).finalMessage();
    equal(message.stop_reason, "tool_use");
    const use = message.content.find((b) => b.type === "tool_use");
    equal(use.input.city, "Madrid");
    const told = await client.messages.create({
      ...ask("", { tools: [weather] }),
      messages: [
        { role: "user", content: "What is the weather in Madrid?" },
        { role: "assistant", content: message.content },
        { role: "user", content: [{ type: "tool_result", tool_use_id: use.id, content: "31 degrees" }] },
      ],
    });
    ok(textOf(told).includes("31 degrees"), "the tool's result is told");
  });

  check("anthropic: thinking comes with a signature", async () => {
    const message = await client.messages.stream(ask("What is 12 * 12 - 4?", { max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 1024 } })).finalMessage();
    equal(message.content[0].type, "thinking");
    ok(message.content[0].thinking.includes("144") && message.content[0].signature.length > 0, "thinking and signature");
  });

  check("anthropic: tokens are counted, models listed", async () => {
    const counted = await client.messages.countTokens({ model, messages: [{ role: "user", content: "Why is the sky blue?" }] });
    const message = await client.messages.create(ask("Why is the sky blue?"));
    equal(counted.input_tokens, message.usage.input_tokens);
    const names = [];
    for await (const entry of client.models.list()) names.push(entry.id);
    ok(names.length > 0, "models are listed");
  });

  check("anthropic: limit and stop sequence", async () => {
    const cut = await client.messages.create(ask("Write 200 words about tea.", { max_tokens: 7 }));
    equal(cut.stop_reason, "max_tokens");
    equal(cut.usage.output_tokens, 7);
    const stopped = await client.messages.create(ask("Write 200 words about tea.", { stop_sequences: ["."] }));
    equal(stopped.stop_sequence, ".");
  });

  check("anthropic: errors have their kinds", async () => {
    ok((await failure(client.messages.create(ask("Hello", { model: "no-such-model" })))) instanceof Anthropic.NotFoundError, "404");
    ok((await failure(client.messages.create(ask("Hello", { max_tokens: 0 })))) instanceof Anthropic.BadRequestError, "400");
  });

  check("anthropic: a stream can be left half way", async () => {
    const stream = await client.messages.create(ask("Write 5000 words about rivers.", { max_tokens: 8000, stream: true }));
    let events = 0;
    for await (const _ of stream) {
      if (++events === 5) stream.controller.abort();
    }
    ok(events >= 5 && events < 2000, `left early (${events} events)`);
  });

  if (behavior) {
    check("anthropic: a rate limit is a RateLimitError", async () => {
      const error = await failure(client.messages.create(ask("Hello"), { headers: { "x-model-behavior": "error=429" } }));
      ok(error instanceof Anthropic.RateLimitError, "429");
    });
    check("anthropic: an overloaded upstream is an InternalServerError", async () => {
      const error = await failure(client.messages.create(ask("Hello"), { headers: { "x-model-behavior": "error=529" } }));
      ok(error instanceof Anthropic.InternalServerError, "529");
    });
  }
}
