//! Tasks on several threads charge one crate, hold its bytes while they wait, and never have more than its budget.

use memory_budgets::BudgetExceeded;
use tokio::runtime::Builder;
use tokio::task::{JoinSet, yield_now};

#[memory_budgets::memory_budgets(
    env = false,
    toml = r#"
        preset = "none"
        total_budget = "64KB"
        [crates.gateway-net]
        budget = "16KB"
        [crates.gateway-store]
        budget = "32KB"
    "#
)]
mod budgets {}

use budgets::{CrateId, GATEWAY_NET_BUDGET, MemorySystem};

static MEMORY: MemorySystem = MemorySystem::validated();

/// Handles a request whose answer needs memory, for as long as that is there.
async fn handle(bytes: usize) -> Result<usize, BudgetExceeded> {
    let charge = MEMORY.charge(CrateId::GatewayNet, bytes)?;
    let answer = vec![1_u8; bytes];
    yield_now().await; // other tasks run here, while these bytes are charged
    assert!(MEMORY.usage(CrateId::GatewayNet).used >= charge.bytes());
    Ok(answer.len())
}

#[test]
fn tasks_share_a_budget() {
    const BYTES: usize = 3 * 1024;
    let runtime = Builder::new_multi_thread().worker_threads(4).build().expect("a runtime");
    let (mut answered, mut refused) = (0, 0);
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..1000 {
            tasks.spawn(handle(BYTES));
        }
        while let Some(answer) = tasks.join_next().await {
            match answer.expect("no task panics") {
                Ok(bytes) => answered += usize::from(bytes == BYTES),
                Err(exceeded) => refused += usize::from(exceeded.requested == BYTES),
            }
        }
    });
    assert_eq!(answered + refused, 1000);
    let usage = MEMORY.usage(CrateId::GatewayNet);
    assert_eq!((usage.used, usage.refused), (0, refused));
    assert!(answered > 0 && usage.peak <= GATEWAY_NET_BUDGET);
}

#[test]
fn a_task_that_is_aborted_returns_its_bytes() {
    let runtime = Builder::new_multi_thread().worker_threads(1).build().expect("a runtime");
    runtime.block_on(async {
        let task = tokio::spawn(async {
            let _charge = MEMORY.charge(CrateId::GatewayStore, 1024);
            std::future::pending::<()>().await;
        });
        while MEMORY.usage(CrateId::GatewayStore).used == 0 {
            yield_now().await;
        }
        task.abort();
        assert!(task.await.is_err_and(|error| error.is_cancelled()));
    });
    let usage = MEMORY.usage(CrateId::GatewayStore);
    assert_eq!((usage.used, usage.peak), (0, 1024));
}
