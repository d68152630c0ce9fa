import { localiseTimes } from "./times";

localiseTimes(document);
