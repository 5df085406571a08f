//! A worker says in time what it cannot answer, and why; the request goes to the next one, or ends.

use crate::common::{
    market::{is_over, look, once, Digits},
    until,
    world::World,
};
use opg_primitives::market::{Assurance, Data, Input, JobId};
use opg_worker::chain::views::{self, Decline, End, Job, Phase, Reason, Standing};

async fn asked(world: &World, input: Input, time: u32) -> JobId {
    let before = world.history().await.jobs("Requested").len();
    let call = world.order(input, Assurance::Bonded, time);
    let mut asker = world.asker();
    asker.send(&call, world.chain.best().await.unwrap()).await.unwrap();
    until("the request", async || world.history().await.jobs("Requested").get(before).copied())
        .await
}

fn standing(job: &Job) -> Vec<Standing> {
    job.workers.iter().map(|worker| worker.standing).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_should_be_declined_in_time_with_the_reason() {
    let world = World::new(1, Digits::claim).await;
    let place = world.place_with(0, 5, 4, "[inference]\ninput_mib = 1");
    let large = vec![7; 2 << 20];
    let too_large = Data::Blob { hash: world.store.upload(&large).0.into(), bytes: 2 << 20 };
    let mut worker = world.at_work(&place);
    let alice = &world.alice;
    let nowhere = Data::Blob { hash: [9; 32].into(), bytes: 256 };
    let huge = vec![0; 1_000];
    let short = Data::Inline(vec![7; 17].try_into().unwrap());
    for (input, why) in [
        (nowhere, Decline::InputUnavailable),
        (short, Decline::BadInput),
        (Data::Inline(huge.try_into().unwrap()), Decline::BadInput),
        (too_large, Decline::ResourceLimit),
    ] {
        let job = asked(&world, input, 15).await;
        let over = once(alice, job, "the end", is_over).await;
        assert_eq!(standing(&over), [Standing::Declined(why)], "request {job}");
        let end = End::Refunded(Reason::Unanswerable);
        assert!(matches!(over.phase, Phase::Done { end: found, .. } if found == end), "{over:?}");
        let history = world.history().await;
        let (asked, declined) = (history.when("Assigned", job), history.when("Declined", job));
        println!("{why:?}: asked in {asked:?}, declined in {declined:?}");
        assert!(declined.unwrap() < asked.unwrap() + 15 / 3);
    }
    // One that comes late, but not too late, is answered.
    let image = world.digits.image(7);
    let address = opg_store::Address::of(&image);
    let late = Data::Blob { hash: address.0.into(), bytes: image.len() as u64 };
    let job = asked(&world, late, 60).await;
    let best = world.chain.best().await.unwrap().number;
    until("some blocks", async || {
        (world.chain.best().await.unwrap().number >= best + 4).then_some(())
    })
    .await;
    assert_eq!(standing(&look(alice, job).await), [Standing::Working]);
    world.store.upload(&image);
    let answered = once(alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    assert_eq!(answered.workers[0].output, Some(views::Data::Inline(world.digits.answer(7))));
    assert_eq!(world.history().await.count("Missed"), 0);
    worker.kill();
}
