import Anthropic from "@anthropic-ai/sdk";
import { ApiError, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { check, failure, ok } from "./checks.mjs";

// For a caller who is at its limit: each client must say so in its own way.
export function addLimitedChecks({ base, key, model }) {
  const openai = new OpenAI({ apiKey: key, baseURL: `${base}/v1`, maxRetries: 0 });
  const anthropic = new Anthropic({ apiKey: key, baseURL: base, maxRetries: 0 });
  const gemini = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });
  const messages = [{ role: "user", content: "Hello" }];
  const waits = (error) => Number(error.headers.get("retry-after")) >= 1;

  check("limited: openai throws a RateLimitError, streaming or not", async () => {
    for (const stream of [false, true]) {
      const error = await failure(openai.chat.completions.create({ model, messages, stream }));
      ok(error instanceof OpenAI.RateLimitError, `RateLimitError, got ${error}`);
      ok(/^rate_limit_/.test(error.code) && waits(error), `code and Retry-After, got ${error.code}`);
      ok(error.headers.get("x-ratelimit-remaining-requests") === "0", "x-ratelimit-remaining-requests");
    }
  });

  check("limited: anthropic throws a RateLimitError, streaming or not", async () => {
    for (const stream of [false, true]) {
      const error = await failure(anthropic.messages.create({ model, max_tokens: 10, messages, stream }));
      ok(error instanceof Anthropic.RateLimitError, `RateLimitError, got ${error}`);
      ok(error.error.error.type === "rate_limit_error" && waits(error), "type and Retry-After");
      ok(error.headers.get("anthropic-ratelimit-requests-remaining") === "0", "anthropic-ratelimit-requests-remaining");
    }
  });

  check("limited: gemini throws an ApiError 429, streaming or not", async () => {
    const whole = await failure(gemini.models.generateContent({ model, contents: "Hello" }));
    const stream = await failure(gemini.models.generateContentStream({ model, contents: "Hello" }));
    for (const error of [whole, stream]) {
      ok(error instanceof ApiError && error.status === 429, `429, got ${error.status}`);
      ok(error.message.includes("RESOURCE_EXHAUSTED"), `RESOURCE_EXHAUSTED, got ${error.message}`);
    }
  });
}
