/** More than that is no folder of one patient: the rest is left where it is. */
export const mostFiles = 200;

/** The files of a drop, folders opened; by name, as the camera numbered them. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // The entries have to be asked for before the first pause: afterwards the browser has forgotten the drop.
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry?.() ?? item.getAsFile() : null));
  const files: File[] = [];
  for (const entry of entries) {
    if (entry instanceof File) files.push(entry);
    else if (entry) await walk(entry, files);
  }
  return byName(files);
}

/** What lies around in every folder and is nobody's photo. */
const isHidden = (name: string): boolean => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);

export const byName = (files: Iterable<File>): File[] =>
  [...files].filter((file) => !isHidden(file.name)).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })).slice(0, mostFiles);

async function walk(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (into.length >= mostFiles) return;
  if (entry.isFile) into.push(await new Promise<File>((found, lost) => (entry as FileSystemFileEntry).file(found, lost)));
  if (!entry.isDirectory) return;
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // Chromium gives a hundred at a time, and nothing when it is through.
    const some = await new Promise<FileSystemEntry[]>((found, lost) => reader.readEntries(found, lost));
    if (some.length === 0) return;
    for (const one of some) await walk(one, into);
  }
}
