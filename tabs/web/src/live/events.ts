/** One server-sent event; a comment line arrives as the event `comment`, so that it counts as a sign of life. */
export interface ServerEvent {
  event: string;
  id: string | null;
  data: string;
}

/** Reads the server-sent events of a response body as they arrive. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks(body)) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield readBlock(block);
  }
}

// Safari cannot iterate over a stream yet.
async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

function readBlock(block: string): ServerEvent {
  const read: ServerEvent = { event: "", id: null, data: "" };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") read.event = value;
    else if (field === "id") read.id = value;
    else if (field === "data") data.push(value);
  }
  read.data = data.join("\n");
  if (read.event === "") read.event = data.length > 0 ? "message" : "comment";
  return read;
}
