import { ApiError, GoogleGenAI, Type } from "@google/genai";
import { check, equal, failure, ok } from "./checks.mjs";

const weather = {
  name: "get_weather",
  description: "Current weather of a city",
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ["city"] },
};

export function addGeminiChecks({ base, key, model, behavior }) {
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });
  const ask = (contents, config = {}) => ({ model, contents, config: { temperature: 0, ...config } });

  check("gemini: content has text and usage", async () => {
    const answer = await client.models.generateContent(ask("What is 17 + 4 * 3?"));
    ok(answer.text.includes("29"), "the answer has 29");
    equal(answer.candidates[0].finishReason, "STOP");
    equal(answer.usageMetadata.totalTokenCount, answer.usageMetadata.promptTokenCount + answer.usageMetadata.candidatesTokenCount);
  });

  check("gemini: a stream has the same text", async () => {
    const whole = await client.models.generateContent(ask("How do vaccines work?"));
    let text = "";
    let last = null;
    for await (const chunk of await client.models.generateContentStream(ask("How do vaccines work?"))) {
      text += chunk.text ?? "";
      last = chunk;
    }
    equal(text, whole.text, "text");
    equal(last.usageMetadata.candidatesTokenCount, whole.usageMetadata.candidatesTokenCount, "candidatesTokenCount");
  });

  check("gemini: without alt=sse a stream is one JSON array", async () => {
    const response = await fetch(`${base}/v1beta/models/${model}:streamGenerateContent`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-goog-api-key": key },
      body: JSON.stringify({ contents: [{ role: "user", parts: [{ text: "How do vaccines work?" }] }] }),
    });
    const chunks = await response.json();
    ok(Array.isArray(chunks) && chunks.length > 1, "several elements");
    equal(chunks.at(-1).candidates[0].finishReason, "STOP");
  });

  check("gemini: a function is called and answered", async () => {
    const answer = await client.models.generateContent(ask("What is the weather in Oslo?", { tools: [{ functionDeclarations: [weather] }] }));
    equal(answer.functionCalls[0].name, "get_weather");
    equal(answer.functionCalls[0].args.city, "Oslo");
    const told = await client.models.generateContent(ask([
      { role: "user", parts: [{ text: "What is the weather in Oslo?" }] },
      answer.candidates[0].content,
      { role: "user", parts: [{ functionResponse: { name: "get_weather", response: { result: "4 degrees" } } }] },
    ]));
    ok(told.text.includes("4 degrees"), "the function's result is told");
  });

  check("gemini: thoughts are marked and counted", async () => {
    const answer = await client.models.generateContent(ask("What is 12 * 12 - 4?", { thinkingConfig: { includeThoughts: true } }));
    const parts = answer.candidates[0].content.parts;
    ok(parts[0].thought && parts[0].text.includes("144"), "a thought comes first");
    ok(answer.text.includes("140"), "the answer has 140");
    ok(answer.usageMetadata.thoughtsTokenCount > 0, "thoughtsTokenCount");
  });

  check("gemini: a schema is met", async () => {
    const answer = await client.models.generateContent(ask("What is 6 * 7?", {
      responseMimeType: "application/json",
      responseSchema: { type: Type.OBJECT, properties: { result: { type: Type.INTEGER } }, required: ["result"] },
    }));
    equal(JSON.parse(answer.text).result, 42);
  });

  check("gemini: embeddings, counts and models", async () => {
    const { embeddings } = await client.models.embedContent({ model: "weir-embed", contents: ["bread", "stars"] });
    equal(embeddings.length, 2);
    ok(embeddings[0].values.length > 0, "values");
    ok((await client.models.countTokens({ model, contents: "Why is the sky blue?" })).totalTokens > 0, "totalTokens");
    ok((await client.models.get({ model })).name.endsWith(model), "the model is known");
  });

  check("gemini: an unknown model is an ApiError 404", async () => {
    const error = await failure(client.models.generateContent({ model: "no-such-model", contents: "Hello" }));
    ok(error instanceof ApiError && error.status === 404, `404, got ${error.status}`);
  });

  check("gemini: a stream can be left half way", async () => {
    const abort = new AbortController();
    let chunks = 0;
    const error = await failure((async () => {
      for await (const _ of await client.models.generateContentStream(ask("Write 5000 words about rivers.", { abortSignal: abort.signal }))) {
        if (++chunks === 2) abort.abort();
      }
    })());
    ok(error.name === "AbortError" || /abort/i.test(String(error)), `an abort, got ${error}`);
    ok(chunks < 1000, `left early (${chunks} chunks)`);
  });

  if (behavior) {
    check("gemini: a rate limit is an ApiError 429", async () => {
      const limited = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base, headers: { "x-model-behavior": "error=429" } } });
      const error = await failure(limited.models.generateContent(ask("Hello")));
      ok(error instanceof ApiError && error.status === 429, `429, got ${error.status}`);
    });
  }
}
