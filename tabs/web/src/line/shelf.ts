/** Where what waits to be sent is kept over a reload; `lasting` is false where the browser lets nothing be kept. */
export interface Shelf<Item extends { id: string }> {
  readonly lasting: boolean;
  all: () => Promise<Item[]>;
  put: (item: Item) => Promise<void>;
  remove: (id: string) => Promise<void>;
}

const NAME = "leadline";
const STORE = "waiting";

/** Opens the browser's database; where that is refused (a private window, a strict frame) nothing is kept. */
export async function openShelf<Item extends { id: string }>(): Promise<Shelf<Item>> {
  try {
    const database = await openDatabase();
    return {
      lasting: true,
      all: () => run<Item[]>(database, "readonly", (store) => store.getAll() as IDBRequest<Item[]>),
      put: async (item) => {
        await run(database, "readwrite", (store) => store.put(item));
      },
      remove: (id) => run(database, "readwrite", (store) => store.delete(id)),
    };
  } catch {
    return forgetful();
  }
}

/** Keeps nothing: what waits is known in memory alone. */
export function forgetful<Item extends { id: string }>(): Shelf<Item> {
  const done = () => Promise.resolve();
  return { lasting: false, all: () => Promise.resolve([]), put: done, remove: done };
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no database"));
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function run<Result>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    // When it is written, not when it was asked for: the tab may be closed right after.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error ?? new Error("not kept"));
    transaction.onabort = () => reject(transaction.error ?? new Error("not kept"));
  });
}
