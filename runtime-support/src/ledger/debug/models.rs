//! The table of records, under every interleaving that comes of few switches between threads, by loom:
//! `RUSTFLAGS="--cfg loom" cargo test -p memory-budgets --lib --release --features memory-debug records`

extern crate std;

use std::boxed::Box;

use core::panic::Location;

use loom::sync::Arc;
use loom::thread;

use super::super::atomic::AtomicUsize;
use super::records::{Records, Table};

/// Every interleaving with at most so many switches that a thread does not ask for: the steps are so many that all would
/// take days.
fn model(switches: usize, run: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(switches);
    model.check(run);
}

/// A table, and what was released from it in other sizes.
struct Books {
    table: Table,
    loose: AtomicUsize,
}

impl Books {
    fn new<const R: usize>() -> Arc<Books> {
        let records: &'static Records<R> = Box::leak(Box::new(Records::new()));
        Arc::new(Books { table: records.table(), loose: AtomicUsize::new(0) })
    }

    fn add(&self, bytes: usize) -> usize {
        self.table.add(0, bytes, Location::caller()).expect("there is room")
    }

    fn keep(&self, bytes: usize) {
        self.table.keep(self.add(bytes), 0);
    }

    fn release(&self, bytes: usize) {
        self.table.release(0, bytes, &self.loose);
    }

    fn is_empty(&self) -> bool {
        self.table.live(0).next().is_none() && self.loose.load(super::super::atomic::Ordering::Relaxed) == 0
    }
}

/// Each takes whichever record it finds, and none is left or missed.
#[test]
fn records_of_one_size() {
    model(2, || {
        let books = Books::new::<2>();
        let other = {
            let books = books.clone();
            thread::spawn(move || {
                books.keep(3);
                books.release(3);
            })
        };
        books.keep(3);
        books.release(3);
        other.join().expect("no panic");
        assert!(books.is_empty());
    });
}

/// What is released is what was kept, in other parts.
#[test]
fn records_in_other_parts() {
    model(2, || {
        let books = Books::new::<2>();
        books.keep(3);
        books.keep(4);
        let other = {
            let books = books.clone();
            thread::spawn(move || books.release(2))
        };
        books.release(5);
        other.join().expect("no panic");
        assert!(books.is_empty());
    });
}

/// A record goes of which a part was released before, which is then another's, while another part is released.
#[test]
fn records_that_go_after_a_part() {
    model(3, || {
        let books = Books::new::<3>();
        books.keep(5);
        books.keep(4);
        books.release(3);
        books.keep(2);
        let other = {
            let books = books.clone();
            thread::spawn(move || books.release(5))
        };
        books.release(3);
        other.join().expect("no panic");
        assert!(books.is_empty());
    });
}

/// One comes while another one is released in parts.
#[test]
fn records_that_come_meanwhile() {
    model(2, || {
        let books = Books::new::<2>();
        books.keep(3);
        let other = {
            let books = books.clone();
            thread::spawn(move || {
                books.keep(4);
                books.release(4);
            })
        };
        books.release(1);
        other.join().expect("no panic");
        books.release(2);
        assert!(books.is_empty());
    });
}

/// A slot that is given up is found by whoever comes afterwards, also when the one that was free is taken meanwhile.
#[test]
fn records_in_a_table_just_large_enough() {
    model(3, || {
        let books = Books::new::<2>();
        let twice = |books: &Books| {
            for _ in 0..2 {
                books.table.remove(books.add(1));
            }
        };
        let other = {
            let books = books.clone();
            thread::spawn(move || twice(&books))
        };
        twice(&books);
        other.join().expect("no panic");
        assert!(books.is_empty());
    });
}

/// A reader never sees a record half written.
#[test]
fn records_that_are_read() {
    model(2, || {
        let books = Books::new::<1>();
        let other = {
            let books = books.clone();
            thread::spawn(move || {
                books.table.remove(books.add(2));
                books.table.remove(books.add(7));
            })
        };
        for record in books.table.live(0) {
            assert!(matches!((record.sequence(), record.bytes), (1, 2) | (2, 7)));
        }
        other.join().expect("no panic");
    });
}

/// A table belongs to the first of two that claim it, for both.
#[test]
fn records_of_two_ledgers() {
    model(2, || {
        let books = Books::new::<1>();
        let other = {
            let books = books.clone();
            thread::spawn(move || books.table.claim(1))
        };
        let own = books.table.claim(2);
        assert!(own != other.join().expect("no panic"));
        assert!(books.table.belongs_to(if own { 2 } else { 1 }));
    });
}
