//! Work that is done on several processors at once.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads there are at most, however many processors.
const MOST: usize = 16;

/// How many threads are worth while for work that keeps a processor busy.
#[must_use]
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(MOST)
}

/// Does the same with each of these, so many at once; what comes of it is in their order.
pub fn side_by_side<T: Sync, R: Send>(items: &[T], at_once: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = items.len().min(at_once);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return done };
            done.push((place, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (1..threads).map(|_| scope.spawn(some)).collect();
        let mut done = some();
        for thread in threads {
            // One that has panicked has said so; going on without what it has done would hide it.
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, done)| done).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::side_by_side;

    #[test]
    fn each_once_and_in_order() {
        let items: Vec<usize> = (0..100).collect();
        for at_once in [0, 1, 2, 7, 200] {
            let squares = side_by_side(&items, at_once, |i| i * i);
            assert_eq!(squares, items.iter().map(|i| i * i).collect::<Vec<_>>());
        }
        assert!(side_by_side(&[0; 0], 4, |i| *i).is_empty());
    }

    /// Each waits for the others: one after the other would never end.
    #[test]
    fn at_once() {
        let barrier = Barrier::new(3);
        assert_eq!(side_by_side(&['a', 'b', 'c'], 3, |c| (barrier.wait(), *c).1), ['a', 'b', 'c']);
    }
}
