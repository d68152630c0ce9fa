import { campaignPage } from "../campaign/page";

campaignPage();
