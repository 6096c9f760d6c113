import { BaseCommand } from "../base-command";

export default class Openapi extends BaseCommand {
  static override summary = "Print the OpenAPI 3.1 document of the HTTP API, as JSON.";
  static override description =
    "It is what the platform serves at /api/openapi.json; PUBLIC_URL stands in it.";
  static override enableJsonFlag = true;
  static override examples = ["jumar openapi > openapi.json"];

  async run(): Promise<object> {
    await this.parse(Openapi);
    const config = await this.readConfig();
    const { describeApi } = await import("../../services/describe-api.js");
    const document = describeApi(config);
    this.log(JSON.stringify(document, null, 2));
    return document;
  }
}
