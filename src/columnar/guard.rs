//! The library that decodes Parquet panics on some damaged bytes instead of refusing them. Here that becomes an error
//! about the file.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};

/// What is said of bytes on which the decoder gave up.
const WHY: &str = "its bytes are damaged: they cannot be decoded";

thread_local! {
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Decodes something. What was under way when the decoder gave up must not be used again.
pub(crate) fn decoded<T>(decode: impl FnOnce() -> T) -> Result<T, &'static str> {
    let before = DECODING.replace(true);
    let done = catch_unwind(AssertUnwindSafe(decode));
    DECODING.set(before);
    done.map_err(|_| WHY)
}

/// From now on a decoder that gives up is not told on standard error as a mistake of the program: it is an error about
/// a file, and told as one.
pub fn hush_decoders() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !DECODING.get() {
            before(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_gives_up_is_an_error() {
        let bytes = [1_u8, 2];
        for at in [1, 2] {
            let read = decoded(|| bytes[at]);
            assert_eq!(read, bytes.get(at).copied().ok_or(WHY));
            assert!(!DECODING.get());
        }
    }
}
