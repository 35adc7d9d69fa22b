// How values of the contract lie in memory: the component model's canonical ABI, as far as this plugin needs it. A toolchain
// with bindings of its own would write this file.
//
// A text or a list is an address and a length. A record is its fields, each at a multiple of its size. A variant, an option or
// a result is a byte that says which, then what it holds.

/** The host asks for memory, to put arguments there. */
export function cabi_realloc(old: usize, oldSize: usize, _align: usize, size: usize): usize {
  const block = heap.alloc(size);
  memory.copy(block, old, oldSize);
  return block;
}

/** In place of an error message nobody would see. */
export function trap(_message: string | null, _file: string | null, _line: u32, _column: u32): void {
  unreachable();
}

/** So many bytes, all of them 0: what is not filled in is none, false and empty. */
export function room(bytes: usize): usize {
  const at = heap.alloc(bytes);
  memory.fill(at, 0, bytes);
  return at;
}

export function putText(at: usize, text: string): void {
  const bytes = String.UTF8.encode(text);
  store<usize>(at, changetype<usize>(bytes));
  store<u32>(at, bytes.byteLength, 4);
}

export function putOptionalText(at: usize, text: string): void {
  if (text.length == 0) return;
  store<u8>(at, 1);
  putText(at + 4, text);
}

/** A list whose items lie one after the other from `items` on. */
export function putList(at: usize, items: usize, length: i32): void {
  store<usize>(at, items);
  store<u32>(at, length, 4);
}

/** `err` of a result whose error is a variant that holds a text, or nothing. */
export function failure(which: u8, why: string): usize {
  const at = room(48);
  store<u8>(at, 1);
  store<u8>(at, which, 4);
  if (why.length > 0) putText(at + 8, why);
  return at;
}
