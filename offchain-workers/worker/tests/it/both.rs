//! Workers with both roles: they vouch for a model, answer with it and check each other's answers, and are killed
//! again and again meanwhile.

use crate::common::{
    load::{Load, Random},
    market::have_attested,
    world::World,
};
use opg_primitives::stake::Role;
use std::time::Duration;

const KILLS: usize = 8;
/// Blocks that workers have: a minute, of which nobody is down for more than some seconds at a time.
const TIME: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn workers_with_both_roles_should_serve_and_check_each_other_though_they_are_killed() {
    let world = World::empty().await;
    tokio::join!(
        world.register(world.digits.claim()),
        world.operators(3, &[Role::Inference, Role::Verifier]),
    );
    let rest = world.served(5, 64);
    let roles = ["inference", "verifier"];
    let places = [0, 1, 2].map(|number| world.place_as(number, &roles, &world.node.url, &rest));
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();
    have_attested(&world.alice, world.digits.hash).await;

    // An audit falls on one answer in twenty: of so many it falls on some.
    let (mut load, mut random) = (Load::new(&world, TIME).of(8), Random::new());
    for _ in 0..KILLS {
        load.run(&world, Duration::from_millis(4_000 + random.below(8_000))).await;
        let number = random.below(3) as usize;
        workers[number].kill();
        tokio::time::sleep(Duration::from_millis(random.below(2_000))).await;
        workers[number] = places[number].start();
    }
    let history = load.end(&world).await;
    assert_eq!(history.count("Requested"), load.asked, "all were taken");
    assert_eq!(history.count("Settled"), load.asked);
    assert_eq!((history.most("Answered"), history.most("Committed")), (1, 3));
    assert!(history.count("Audited") > 0, "nothing was audited: the test has seen too little");
    // Each said once of a case what it had come to: one attestation, and the audits.
    let log = |mark: &str| workers.iter().map(|worker| worker.log().matches(mark).count()).sum();
    let (verdicts, lost): (usize, usize) = (log("came to a verdict"), log("cannot be revealed"));
    let cases = history.count("Panels.Opened");
    println!("{cases} cases, {verdicts} verdicts");
    assert_eq!((history.count("Panels.Revealed"), lost), (cases, 0));
    assert_eq!(verdicts, cases, "a case was decided twice, or by nobody");
    for worker in &mut workers {
        let status = worker.end(Duration::from_secs(120));
        assert!(status.success(), "{status}");
    }
}
