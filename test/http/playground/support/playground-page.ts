import type { Browser, Page } from 'playwright-core';

/** What went wrong while the page was open; each list is empty on a good day. */
export interface Complaints {
  readonly foreignRequests: string[];
  readonly console: string[];
  readonly failedRequests: string[];
}

/** A visitor at the playground: what it can do there, in its own words, and what its browser complained about. */
export class PlaygroundPage {
  private constructor(
    readonly page: Page,
    readonly complaints: Complaints,
  ) {}

  static async open(browser: Browser, origin: string): Promise<PlaygroundPage> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
    // Long, since a busy machine draws slowly.
    page.setDefaultTimeout(60_000);
    const complaints: Complaints = { foreignRequests: [], console: [], failedRequests: [] };
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== origin) complaints.foreignRequests.push(request.url());
    });
    page.on('console', (message) => complaints.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.console.push(error.message));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.failedRequests.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${origin}/`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    return new PlaygroundPage(page, complaints);
  }

  tabNames(): Promise<string[]> {
    return this.page.locator('.graphiql-tab-button').allInnerTexts();
  }

  async openTab(name: string): Promise<void> {
    await this.page.locator('.graphiql-tab-button', { hasText: name }).click();
    await this.page.locator('.graphiql-query-editor .view-lines', { hasText: name }).waitFor();
  }

  async addTab(): Promise<void> {
    await this.page.getByRole('button', { name: 'New tab' }).click();
  }

  /** Types an operation into the tab in front. */
  async setQuery(query: string): Promise<void> {
    await this.page.locator('.graphiql-query-editor .view-lines').click();
    await this.replaceText(query);
  }

  setVariables(variables: Readonly<Record<string, unknown>>): Promise<void> {
    return this.fillTool('variables', JSON.stringify(variables));
  }

  setHeaders(headers: Readonly<Record<string, string>>): Promise<void> {
    return this.fillTool('headers', JSON.stringify(headers));
  }

  /** Runs the operation of the tab in front, and returns the answer of the server. */
  async run(): Promise<{ data?: unknown; errors?: unknown }> {
    const answer = this.page.waitForResponse((response) => response.request().method() === 'POST');
    await this.page.locator('.graphiql-execute-button').click();
    return (await answer).json();
  }

  /** Waits until the variables or headers of the tab in front show a text, white space aside. */
  async waitForTool(tool: 'variables' | 'headers', text: string): Promise<void> {
    await this.showTool(tool);
    await this.page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines', { hasText: text }).waitFor();
  }

  async waitForAnswer(text: string): Promise<void> {
    await this.page.locator('.graphiql-response .view-lines', { hasText: text }).waitFor();
  }

  async openDocumentation(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await this.waitForDocumentation('Root Types');
  }

  /** Searches the documentation, and follows one of the results. */
  async searchDocumentation(word: string, result: string): Promise<void> {
    await this.page.getByRole('combobox').fill(word);
    await this.page.getByRole('option', { name: result }).first().click();
  }

  async waitForDocumentation(text: string): Promise<void> {
    await this.page.locator('.graphiql-plugin', { hasText: text }).waitFor();
  }

  /** Asks the server for its schema again, with the headers of the tab in front, and waits until it is there. */
  async reloadDocumentation(): Promise<void> {
    const schema = this.page.waitForResponse((response) => response.ok() && (response.request().postData() ?? '').includes('__schema'));
    await this.page.getByRole('button', { name: 'Re-fetch GraphQL schema' }).click();
    await schema;
  }

  async waitForNotice(text: string): Promise<void> {
    await this.page.locator('.session-notice', { hasText: text }).waitFor();
  }

  /** Everything that the browser would keep after the page is closed. */
  stored(): Promise<string> {
    return this.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
  }

  private async fillTool(tool: 'variables' | 'headers', text: string): Promise<void> {
    await this.showTool(tool);
    await this.page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines').click();
    await this.replaceText(text);
  }

  private async replaceText(text: string): Promise<void> {
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
  }

  private async showTool(tool: 'variables' | 'headers'): Promise<void> {
    await this.page.locator(`.graphiql-editor-tools button[data-name=${tool}]`).click();
  }
}
