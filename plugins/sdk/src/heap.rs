//! The guest's heap: a pointer that only moves forward.
//!
//! An instance lives for one call, so nothing is ever worth freeing, and what an ordinary allocator spends on
//! book-keeping would be most of a decision. The heap is whatever the linker leaves between the end of the
//! guest's data and the end of its memory, which is tens of kilobytes: a decision never grows the memory.
//! `prepare` of large settings does, and meets the host's cap where it asks for too much.
#![cfg(target_arch = "wasm32")]
#![expect(unsafe_code, reason = "an allocator is unsafe by its trait; the invariants are stated below")]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;
use core::ptr::null_mut;

const PAGE: usize = 64 * 1024;

unsafe extern "C" {
    /// Where the linker ends the guest's static data. Only its address means anything.
    static __heap_base: u8;
}

struct Bump {
    /// The first free address; 0 until the first allocation.
    next: Cell<usize>,
}

// SAFETY: a guest has one thread; the host's engine does not offer threads.
unsafe impl Sync for Bump {}

#[global_allocator]
static HEAP: Bump = Bump { next: Cell::new(0) };

// SAFETY: every block lies between `next` before and after its allocation, inside the memory's present size,
// and no two allocations share an address because `next` never moves below the end of a live block.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let free = match self.next.get() {
            0 => (&raw const __heap_base).addr(),
            next => next,
        };
        let start = free.next_multiple_of(layout.align());
        let Some(end) = start.checked_add(layout.size()) else { return null_mut() };
        if !reaches(end) {
            return null_mut();
        }
        self.next.set(end);
        start as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // The newest block can be given back, which is what a growing string or a short-lived buffer does.
        if block.addr() + layout.size() == self.next.get() {
            self.next.set(block.addr());
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if block.addr() + layout.size() == self.next.get() {
            // The newest block grows and shrinks where it is.
            let Some(end) = block.addr().checked_add(size) else { return null_mut() };
            if !reaches(end) {
                return null_mut();
            }
            self.next.set(end);
            return block;
        }
        // SAFETY: the caller promises that `size` is not zero and that the layout is valid with it.
        let moved = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !moved.is_null() {
            // SAFETY: both blocks are live, at least this long, and do not overlap.
            unsafe { block.copy_to_nonoverlapping(moved, layout.size().min(size)) };
        }
        moved
    }
}

/// Whether the memory reaches up to `end`, after growing if need be.
fn reaches(end: usize) -> bool {
    let have = memory_size::<0>() * PAGE;
    end <= have || memory_grow::<0>((end - have).div_ceil(PAGE)) != usize::MAX
}
