//! `malloc` and `free` for Fluent Bit's interpreter, which then puts records of any size into our memory
//! instead of its own 8 KiB heap.
#![expect(
    unsafe_code,
    reason = "these two are the C library's, by name and contract"
)]

use std::alloc::{Layout, alloc, dealloc};

/// Room in front of a block for its size, and the alignment of both.
const HEADER: usize = 16;

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// Memory for `size` bytes; null if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn malloc(size: usize) -> *mut u8 {
    let Some(layout) = layout(size) else {
        return std::ptr::null_mut();
    };
    // SAFETY: the layout is never empty, since it holds the header.
    let block = unsafe { alloc(layout) };
    if block.is_null() {
        return block;
    }
    // SAFETY: the block begins with HEADER aligned bytes of ours.
    unsafe {
        block.cast::<usize>().write(size);
        block.add(HEADER)
    }
}

/// Gives a block of [`malloc`] back.
///
/// # Safety
/// `pointer` is null or came from [`malloc`] and was not freed since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(pointer: *mut u8) {
    if pointer.is_null() {
        return;
    }
    // SAFETY: the header lies in front of every block of `malloc`.
    let (block, size) = unsafe {
        let block = pointer.sub(HEADER);
        (block, block.cast::<usize>().read())
    };
    if let Some(layout) = layout(size) {
        // SAFETY: the same layout as in `malloc`.
        unsafe { dealloc(block, layout) };
    }
}
