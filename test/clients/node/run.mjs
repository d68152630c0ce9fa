// usage: node run.mjs BASE_URL [--key KEY] [--anthropic-key KEY] [--gemini-key KEY] [--model NAME] [--behavior] [--limited] [--only TEXT]
// BASE_URL is the built-in model or a gateway in front of it, such as http://127.0.0.1:8000.
// --behavior adds the checks that need the model's x-model-behavior header to arrive; --limited runs only the checks of a caller at its limit.
import { parseArgs } from "node:util";
import { runAll } from "./checks.mjs";
import { addOpenAiChecks } from "./openai.mjs";
import { addAnthropicChecks } from "./anthropic.mjs";
import { addGeminiChecks } from "./gemini.mjs";
import { addLimitedChecks } from "./limited.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: "string", default: "sk-test" },
    "anthropic-key": { type: "string" },
    "gemini-key": { type: "string" },
    model: { type: "string", default: "weir-tiny" },
    behavior: { type: "boolean", default: false },
    limited: { type: "boolean", default: false },
    only: { type: "string" },
  },
});

if (positionals.length !== 1 || !URL.canParse(positionals[0])) {
  console.error("usage: node run.mjs BASE_URL [--key KEY] [--model NAME] [--behavior] [--limited] [--only TEXT]");
  process.exit(2);
}

const base = positionals[0].replace(/\/+$/, "");
const target = { base, model: values.model, behavior: values.behavior };
if (values.limited) {
  addLimitedChecks({ ...target, key: values.key });
} else {
  addOpenAiChecks({ ...target, key: values.key });
  addAnthropicChecks({ ...target, key: values["anthropic-key"] ?? values.key });
  addGeminiChecks({ ...target, key: values["gemini-key"] ?? values.key });
}

process.exit((await runAll(values.only)) ? 0 : 1);
