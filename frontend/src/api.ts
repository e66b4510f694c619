/** The server's answers, typed. Errors are the API's problem documents. */

import type { Drawing, Finding } from "./model";

export interface Problem { title: string; detail: string; code: string; errors?: Record<string, string[]> }
export class Refused extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

export interface ProcessAnswer {
  id: string; code: string; name: string; names: Record<string, string>; subject: string; graph: Drawing;
  graph_number: number; version: number;
}
export interface Scope {
  customers?: string[]; categories?: string[]; regions?: string[]; tags?: string[]; percent?: number;
}

const token = (): string => document.body.dataset.csrf ?? "";

interface Answer<T> { body: T; etag: string }

async function ask<T>(method: string, url: string, body?: unknown, etag = ""): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json", "X-CSRFToken": token() };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-Match"] = etag;
  const answer = await fetch(url, {
    method, headers, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const parsed: unknown = text && answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : {};
  if (!answer.ok) {
    const told = parsed as Partial<Problem>;
    throw new Refused(answer.status, { title: "", detail: `${answer.status}`, code: "", ...told });
  }
  return { body: parsed as T, etag: answer.headers.get("ETag") ?? "" };
}

export interface Urls { api: string; importBpmn: string; customers: string }

export class ProcessApi {
  constructor(private readonly urls: Urls) {}

  read(): Promise<Answer<ProcessAnswer>> {
    return ask("GET", this.urls.api);
  }

  save(draft: Partial<ProcessAnswer>, etag: string): Promise<Answer<ProcessAnswer>> {
    return ask("PATCH", this.urls.api, draft, etag);
  }

  validate(graph: Drawing): Promise<Answer<{ valid: boolean; problems: Finding[] }>> {
    return ask("POST", `${this.urls.api}validate/`, { graph });
  }

  publish(scope: Scope, etag: string): Promise<Answer<ProcessAnswer>> {
    return ask("POST", `${this.urls.api}publish/`, { scope }, etag);
  }

  async importBpmn(file: File): Promise<Drawing> {
    return (await ask<Drawing>("POST", this.urls.importBpmn, { file: await file.text() })).body;
  }
}

export function readJson<T>(url: string): Promise<Answer<T>> {
  return ask<T>("GET", url);
}
