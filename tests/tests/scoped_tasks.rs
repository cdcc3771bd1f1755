//! Tasks of tokio whose heap allocations are charged to the crate that they are for, on whatever thread they are polled.

use std::alloc::System;
use std::future::{pending, poll_fn};
use std::sync::Mutex;
use std::task::Poll;

use memory_budgets::{BudgetedGlobalAlloc, scope, scope_future};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

#[memory_budgets::memory_budgets(
    env = false,
    toml = r#"
        preset = "none"
        total_budget = "8MB"
        [crates.gateway-net]
        budget = "2MB"
        [crates.gateway-store]
        budget = "4MB"
    "#
)]
mod budgets {}

use budgets::{CrateId, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

#[global_allocator]
static HEAP: BudgetedGlobalAlloc<System> = BudgetedGlobalAlloc::new(System, &MEMORY);

/// The books are the whole program's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const BLOCK: usize = 1000;

fn used() -> (usize, usize) {
    (MEMORY.usage(CrateId::GatewayNet).used, MEMORY.usage(CrateId::GatewayStore).used)
}

fn runtime(threads: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(threads).build().expect("a runtime")
}

/// Lets others run. Unlike `yield_now` of tokio's, for which the runtime allocates while the task is polled.
async fn step_aside() {
    let mut asked = false;
    poll_fn(|context| {
        if asked {
            return Poll::Ready(());
        }
        asked = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Allocates at each step, and holds it all until the end.
async fn request(steps: usize) -> Vec<Vec<u8>> {
    let mut blocks = Vec::with_capacity(steps);
    for _ in 0..steps {
        blocks.push(vec![1_u8; BLOCK]);
        step_aside().await; // others run here, and this may go on elsewhere
    }
    blocks
}

fn bytes(steps: usize) -> usize {
    steps * (BLOCK + size_of::<Vec<u8>>())
}

#[test]
fn tasks_of_two_crates_on_many_threads() {
    const TASKS: usize = 100;
    const STEPS: usize = 7;
    let _alone = ONE_AT_A_TIME.lock();
    let runtime = runtime(4);
    let answers = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for i in 0..TASKS {
            let id = if i % 2 == 0 { CrateId::GatewayNet } else { CrateId::GatewayStore };
            tasks.spawn(scope_future(id, request(STEPS)));
        }
        tasks.join_all().await
    });
    assert_eq!(answers.len(), TASKS);
    // Whatever the runtime has allocated meanwhile, these are theirs and nothing else is.
    assert_eq!(used(), (TASKS / 2 * bytes(STEPS), TASKS / 2 * bytes(STEPS)));
    drop(answers); // outside all scopes
    assert_eq!(used(), (0, 0));
    assert_eq!([CrateId::GatewayNet, CrateId::GatewayStore].map(|id| MEMORY.usage(id).live), [0, 0]);
}

#[test]
fn a_task_that_is_aborted_returns_its_blocks() {
    let _alone = ONE_AT_A_TIME.lock();
    let runtime = runtime(2);
    runtime.block_on(async {
        let task = tokio::spawn(scope_future(CrateId::GatewayNet, async {
            let _blocks = request(3).await;
            pending::<()>().await;
        }));
        while used().0 < bytes(3) {
            step_aside().await;
        }
        task.abort();
        assert!(task.await.is_err_and(|error| error.is_cancelled()));
    });
    assert_eq!(used(), (0, 0));
}

#[test]
fn a_task_that_panics_returns_its_blocks() {
    let _alone = ONE_AT_A_TIME.lock();
    let runtime = runtime(1);
    runtime.block_on(async {
        let task = tokio::spawn(scope_future(CrateId::GatewayStore, async {
            let _blocks = request(2).await;
            std::panic::resume_unwind(Box::new("a task that panics"));
        }));
        assert!(task.await.is_err_and(|error| error.is_panic()));
        // The only worker is outside all scopes again.
        let outside = tokio::spawn(async { vec![0_u8; BLOCK] }).await;
        assert!(outside.is_ok_and(|block| block.len() == BLOCK));
    });
    assert_eq!(used(), (0, 0));
}

/// A crate that has used up its budget is refused, and the task beside it is not.
#[test]
fn a_budget_of_tasks() {
    let _alone = ONE_AT_A_TIME.lock();
    let refused = MEMORY.usage(CrateId::GatewayNet).refused;
    let fits = |id, bytes| scope_future(id, async move { Vec::<u8>::new().try_reserve_exact(bytes).is_ok() });
    let held = scope(CrateId::GatewayNet, || vec![0_u8; 2 * 1024 * 1024]);
    let runtime = runtime(2);
    let (net, store) = runtime.block_on(async {
        let net = tokio::spawn(fits(CrateId::GatewayNet, 100));
        let store = tokio::spawn(fits(CrateId::GatewayStore, 100));
        (net.await, store.await)
    });
    assert!(net.is_ok_and(|fits| !fits) && store.is_ok_and(|fits| fits));
    assert_eq!(MEMORY.usage(CrateId::GatewayNet).refused, refused + 1);
    drop(held);
    assert_eq!(used(), (0, 0));
}
