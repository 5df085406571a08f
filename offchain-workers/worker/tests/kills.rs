//! Workers are killed at random moments while requests keep coming: what was decided is said once, nobody
//! loses money, and every request is settled.

mod common;

use common::{
    market::{is_over, once, Digits},
    world::World,
};
use opg_primitives::market::{Assurance, Data};
use std::time::Duration;

const KILLS: usize = 20;
/// Blocks that workers have: a minute, of which nobody is down for more than some seconds at a time.
const TIME: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_are_killed_again_and_again_should_lose_nothing() {
    let world = World::new(3, Digits::claim).await;
    let places: Vec<_> = (0..3).map(|number| world.place(number, 5, 64)).collect();
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();
    let mut asker = world.asker();
    let (mut asked, mut killed) = (0usize, 0);
    let mut seed = rand::random::<u64>();
    println!("seed {seed}");
    let mut random = |most: u64| {
        // Numbers that look random are enough to hit any moment.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut before = world.chain.best().await.unwrap();
    let mut next_kill = tokio::time::Instant::now() + Duration::from_secs(6);
    while killed < KILLS {
        let best = world.chain.best().await.unwrap();
        if best.hash != before.hash {
            before = best;
            asker.see(best).await.unwrap();
            for assurance in [Assurance::Bonded, Assurance::Bonded, Assurance::Quorum(3)] {
                let input = Data::Inline(world.digits.image(asked % 500).try_into().unwrap());
                let call = world.order(input, assurance, TIME);
                asker.send(&call, best).await.unwrap();
                asked += 1;
            }
        }
        if tokio::time::Instant::now() >= next_kill {
            let number = random(3) as usize;
            workers[number].kill();
            // It is down for a while, or comes back at once.
            tokio::time::sleep(Duration::from_millis(random(2_000))).await;
            workers[number] = places[number].start();
            killed += 1;
            next_kill = tokio::time::Instant::now() + Duration::from_millis(500 + random(4_000));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    while asker.waiting() > 0 {
        asker.see(world.chain.best().await.unwrap()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let jobs = world.history().await.jobs("Requested");
    assert_eq!(jobs.len(), asked, "all were taken");
    for job in &jobs {
        once(&world.alice, *job, format!("the end of {job}").as_str(), is_over).await;
    }

    let history = world.history().await;
    println!(
        "{asked} asked, {} answered, {} committed, {} revealed, {} settled, {} refused",
        history.count("Answered"),
        history.count("Committed"),
        history.count("Revealed"),
        history.count("Settled"),
        history.count("Refused"),
    );
    for what in ["Missed", "Slashed", "Refunded", "Disputed", "Declined"] {
        assert_eq!(history.jobs(what), [0u64; 0], "{what}");
    }
    assert_eq!(history.count("Settled"), asked);
    assert_eq!((history.most("Answered"), history.most("Settled")), (1, 1));
    assert_eq!((history.most("Committed"), history.most("Revealed")), (3, 3));
    let vain: usize =
        workers.iter().map(|worker| worker.log().matches("nothing came of it").count()).sum();
    println!("{vain} transactions were said in vain");
}
