import type { AsyncApiDocument } from "../../shared/asyncapi";
import { BaseCommand } from "../base-command";

export default class Asyncapi extends BaseCommand {
  static override summary = "Print the AsyncAPI 3 document of the events, as JSON.";
  static override enableJsonFlag = true;
  static override examples = ["jumar asyncapi > asyncapi.json"];

  async run(): Promise<AsyncApiDocument> {
    await this.parse(Asyncapi);
    const { createAsyncApi } = await import("../../shared/asyncapi/index.js");
    const document = createAsyncApi({ version: this.config.version });
    this.log(JSON.stringify(document, null, 2));
    return document;
  }
}
