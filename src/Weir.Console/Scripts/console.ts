import { keys } from "./keys";
import { plots } from "./plots";
import { refreshParts } from "./parts";
import { localiseTimes } from "./times";

document.documentElement.classList.add("has-script");
localiseTimes(document);
keys();
plots();
refreshParts();
