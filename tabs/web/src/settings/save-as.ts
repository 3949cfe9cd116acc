import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Api, SETTINGS, useApi } from "../api";
import { useTellFailure } from "../ui";

const LONGEST_MS = 60_000;

/** Something that the API answers, and the name of its file. */
interface Wanted {
  path: string;
  name: string;
}

/** Saves what the API answers as a file of the reader's, and tells where that fails. */
export function useSaveAs() {
  const api = useApi();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  return useMutation({
    mutationFn: ({ path, name }: Wanted) => saveAs(api, path, name),
    onError: tellFailure,
    // The audit tells that something was handed over.
    onSettled: () => queries.invalidateQueries({ queryKey: [SETTINGS] }),
  });
}

async function saveAs(api: Api, path: string, name: string): Promise<void> {
  const response = await api.open(path, {}, AbortSignal.timeout(LONGEST_MS));
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
