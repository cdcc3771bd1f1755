//! A line that says what takes so long, where somebody looks on.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::console::Console;

/// What is done sooner is done without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does some work; where it takes longer than a second, a terminal shows how much of it is done.
pub(crate) fn while_waiting<T>(
    console: &Console,
    what: &str,
    count: &AtomicUsize,
    of: usize,
    work: impl FnOnce() -> T,
) -> T {
    if !console.shows_progress() {
        return work();
    }
    thread::scope(|scope| {
        let (finished, waiting) = channel::<()>();
        scope.spawn(move || {
            let mut shown = false;
            while waiting.recv_timeout(if shown { PATIENCE / 10 } else { PATIENCE }) == Err(RecvTimeoutError::Timeout) {
                shown = true;
                let done = count.load(Ordering::Relaxed);
                let bar: String = (0..20).map(|i| if i * of < done * 20 { '█' } else { '░' }).collect();
                let _ = write!(io::stderr(), "\r{bar} {done}/{of} {what}\x1b[K");
            }
            if shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        let done = work();
        drop(finished);
        done
    })
}
