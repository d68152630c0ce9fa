import OpenAI from "openai";
import { check, equal, failure, ok } from "./checks.mjs";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Current weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
  },
};

export function addOpenAiChecks({ base, key, model, behavior }) {
  const client = new OpenAI({ apiKey: key, baseURL: `${base}/v1`, maxRetries: 0 });
  const ask = (content, more = {}) => ({ model, temperature: 0, messages: [{ role: "user", content }], ...more });

  check("openai: chat answers with usage", async () => {
    const answer = await client.chat.completions.create(ask("What is 17 + 4 * 3?"));
    ok(answer.choices[0].message.content.includes("29"), "the answer has 29");
    equal(answer.choices[0].finish_reason, "stop");
    equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  });

  check("openai: a stream has the same text, and usage only where it was asked for", async () => {
    const whole = await client.chat.completions.create(ask("Why is the sea salty?"));
    for (const include_usage of [true, false]) {
      let text = "";
      let usage = null;
      let empty = 0;
      const options = include_usage ? { stream_options: { include_usage } } : {};
      for await (const chunk of await client.chat.completions.create(ask("Why is the sea salty?", { stream: true, ...options }))) {
        text += chunk.choices[0]?.delta.content ?? "";
        usage = chunk.usage ?? usage;
        empty += chunk.choices.length === 0 ? 1 : 0;
      }
      equal(text, whole.choices[0].message.content, "text");
      equal(usage?.completion_tokens, include_usage ? whole.usage.completion_tokens : undefined, "completion_tokens");
      equal(empty, include_usage ? 1 : 0, "chunks without choices");
    }
  });

  check("openai: a tool is called, streamed and answered", async () => {
    const runner = client.chat.completions.stream(ask("What is the weather in Lisbon?", { tools: [weather] }));
    const message = await runner.finalMessage();
    const call = message.tool_calls[0];
    equal(JSON.parse(call.function.arguments).city, "Lisbon");
    const told = await client.chat.completions.create({
      model, temperature: 0, tools: [weather],
      messages: [{ role: "user", content: "What is the weather in Lisbon?" }, message, { role: "tool", tool_call_id: call.id, content: "18 degrees" }],
    });
    ok(told.choices[0].message.content.includes("18 degrees"), "the tool's result is told");
  });

  check("openai: log-probabilities spell the answer", async () => {
    const answer = await client.chat.completions.create(ask("Why is the sky blue?", { logprobs: true, top_logprobs: 3 }));
    const content = answer.choices[0].logprobs.content;
    equal(content.map((t) => t.token).join(""), answer.choices[0].message.content, "tokens");
    ok(content.every((t) => t.logprob <= 0 && t.top_logprobs.length === 3), "three alternatives each");
  });

  check("openai: a schema is met", async () => {
    const schema = { type: "object", properties: { answer: { type: "integer" } }, required: ["answer"], additionalProperties: false };
    const answer = await client.chat.completions.create(ask("What is 20 + 22?", { response_format: { type: "json_schema", json_schema: { name: "sum", strict: true, schema } } }));
    equal(JSON.parse(answer.choices[0].message.content).answer, 42);
  });

  check("openai: responses answer, stream and reason", async () => {
    const request = { model, temperature: 0, input: "What is 12 * 12 - 4?", reasoning: { effort: "low" } };
    const whole = await client.responses.create(request);
    ok(whole.output_text.includes("140"), "the answer has 140");
    equal(whole.output[0].type, "reasoning");
    let text = "";
    let last = null;
    let sequence = -1;
    for await (const event of await client.responses.create({ ...request, stream: true })) {
      equal(event.sequence_number, ++sequence, "sequence_number");
      if (event.type === "response.output_text.delta") text += event.delta;
      last = event;
    }
    equal(text, whole.output_text, "text");
    equal(last.type, "response.completed");
    equal(last.response.usage.output_tokens, whole.usage.output_tokens, "output_tokens");
  });

  check("openai: completions continue a text", async () => {
    const answer = await client.completions.create({ model, prompt: "Put the egg into", max_tokens: 12, temperature: 0 });
    ok(answer.choices[0].text.length > 0, "there is text");
    let text = "";
    for await (const chunk of await client.completions.create({ model, prompt: "Put the egg into", max_tokens: 12, temperature: 0, stream: true })) text += chunk.choices[0]?.text ?? "";
    equal(text, answer.choices[0].text, "text");
  });

  check("openai: embeddings and models", async () => {
    const { data } = await client.embeddings.create({ model: "weir-embed", input: ["bread", "stars"], dimensions: 64 });
    equal(data[0].embedding.length, 64);
    const names = [];
    for await (const entry of client.models.list()) names.push(entry.id);
    ok(names.length > 0, "models are listed");
  });

  check("openai: errors have their kinds", async () => {
    ok((await failure(client.chat.completions.create(ask("Hello", { model: "no-such-model" })))) instanceof OpenAI.NotFoundError, "404");
    const wrong = await failure(client.chat.completions.create(ask("Hello", { temperature: 9 })));
    ok(wrong instanceof OpenAI.BadRequestError, "400");
  });

  check("openai: a stream can be left half way", async () => {
    const stream = await client.chat.completions.create(ask("Write 5000 words about rivers.", { stream: true }));
    let chunks = 0;
    for await (const _ of stream) {
      if (++chunks === 3) stream.controller.abort();
    }
    ok(chunks >= 3 && chunks < 2000, `left early (${chunks} chunks)`);
  });

  if (behavior) {
    const asks = (value) => ({ headers: { "x-model-behavior": value } });
    check("openai: a rate limit is a RateLimitError with Retry-After", async () => {
      const error = await failure(client.chat.completions.create(ask("Hello"), asks("error=429")));
      ok(error instanceof OpenAI.RateLimitError, "429");
      ok(Number(error.headers.get("retry-after")) > 0, "retry-after");
    });
    check("openai: a stream that dies is an error", async () => {
      await failure((async () => {
        for await (const _ of await client.chat.completions.create(ask("Write 300 words about tea.", { stream: true }), asks("die-after=3")));
      })());
    });
  }
}
