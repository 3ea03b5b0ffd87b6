//! Work in pieces on two threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::rank::stop_if;
use crate::store::StoreError;

/// Does `pieces` pieces of work on this thread and another; results in the order of the pieces. After an error, and
/// once `cancel` is set, no further piece is begun.
pub(super) fn over<T: Send>(
    pieces: usize,
    cancel: &AtomicBool,
    work: &(dyn Fn(usize) -> Result<T, StoreError> + Sync),
) -> Result<Vec<T>, StoreError> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let go = || {
        let mut done = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece >= pieces {
                break;
            }
            let result = stop_if(cancel).and_then(|()| work(piece));
            match result {
                Ok(result) => done.push((piece, result)),
                Err(error) => {
                    failed.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
        Ok(done)
    };
    if pieces < 2 {
        return Ok(go()?.into_iter().map(|(_, result)| result).collect());
    }
    let (here, there) = std::thread::scope(|scope| {
        let other = scope.spawn(go);
        let here = go();
        (here, other.join())
    });
    let there = match there {
        Ok(there) => there,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    let (mut done, more) = (here?, there?);
    done.extend(more);
    done.sort_unstable_by_key(|(piece, _)| *piece);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_order_and_an_error_stops() {
        let no = AtomicBool::new(false);
        let squares = over(1_000, &no, &|n| Ok(n * n)).unwrap();
        assert!(
            squares
                .iter()
                .enumerate()
                .all(|(n, square)| *square == n * n)
        );
        assert_eq!(squares.len(), 1_000);
        let failing = over(1_000, &no, &|n| match n {
            500 => Err(StoreError::NoSuchColumn(n)),
            n => Ok(n),
        });
        assert!(matches!(failing, Err(StoreError::NoSuchColumn(500))));
        let stopped = over(5, &AtomicBool::new(true), &|n| Ok(n));
        assert!(matches!(stopped, Err(StoreError::Cancelled)));
        assert!(over(0, &no, &|n| Ok(n)).unwrap().is_empty());
    }
}
