//! Background work that ends by a mistake of the program itself: whoever waits for it is told, instead of waiting for
//! ever.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work, or says what it panicked with. What work shares lies behind locks that hold whole values only, so
/// nothing half done is seen by others.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        format!(
            "backtrail made a mistake of its own ({}); nothing was charged, trying again does no harm",
            said(&*panic)
        )
    })
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("it does not say which")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_says_is_told() {
        for row in [7, 8] {
            let bare = caught(|| assert!(row < 7, "too far"));
            assert!(bare.unwrap_err().contains("(too far)"));
            let with_number = caught(|| assert!(row < 7, "row {row}"));
            assert!(with_number.unwrap_err().contains(&format!("(row {row})")));
            assert_eq!(caught(|| row), Ok(row));
        }
    }
}
