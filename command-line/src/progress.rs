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
                let columns = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| width.0.into());
                let _ = write!(io::stderr(), "\r{}\x1b[K", line(done, of, what, columns.unwrap_or(80)));
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

/// How much is done, on one line: a longer one could not be written over.
fn line(done: usize, of: usize, what: &str, columns: usize) -> String {
    let bar: String = (0..20).map(|i| if i * of < done * 20 { '█' } else { '░' }).collect();
    format!("{bar} {done}/{of} {what}").chars().take(columns.saturating_sub(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn is_one_line_of_the_terminal() {
        assert_eq!(line(1, 4, "targets", 80), format!("{}{} 1/4 targets", "█".repeat(5), "░".repeat(15)));
        assert_eq!(line(12, 12, "targets", 30).chars().count(), 29);
        assert_eq!(line(0, 1, "targets", 0), "");
    }
}
