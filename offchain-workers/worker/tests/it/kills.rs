//! Workers are killed at random moments while requests keep coming: what was decided is said once, nobody
//! loses money, and every request is settled.

use crate::common::{
    load::{Load, Random},
    market::Digits,
    world::World,
};
use std::time::Duration;

const KILLS: usize = 20;
/// Blocks that workers have: a minute, of which nobody is down for more than some seconds at a time.
const TIME: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_are_killed_again_and_again_should_lose_nothing() {
    let world = World::new(3, Digits::claim).await;
    let places: Vec<_> = (0..3).map(|number| world.place(number, 5, 64)).collect();
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();
    let mut load = Load::new(&world, TIME);
    let mut random = Random::new();
    for _ in 0..KILLS {
        load.run(&world, Duration::from_millis(500 + random.below(4_000))).await;
        let number = random.below(3) as usize;
        workers[number].kill();
        // It is down for a while, or comes back at once.
        tokio::time::sleep(Duration::from_millis(random.below(2_000))).await;
        workers[number] = places[number].start();
    }
    let history = load.end(&world).await;
    assert_eq!(history.count("Requested"), load.asked, "all were taken");
    for what in ["Refunded", "Declined"] {
        assert_eq!(history.jobs(what), [0u64; 0], "{what}");
    }
    assert_eq!((history.most("Answered"), history.most("Settled")), (1, 1));
    assert_eq!((history.most("Committed"), history.most("Revealed")), (3, 3));
    let vain: usize =
        workers.iter().map(|worker| worker.log().matches("nothing came of it").count()).sum();
    println!("{vain} transactions were said in vain");
}
