//! Transactions that get into no block: because a node that was killed has forgotten them, or because others pay more.
//! They are handed in again, then with a tip; and where that does not help, somebody is told.

use crate::common::{
    crowd::Crowd,
    market::{offer, offers, once, register, Digits},
    people::Person,
    until,
    world::{server, World},
};
use opg_primitives::{
    market::{Assurance, Data},
    token::OPG,
    Hash,
};
use opg_worker::chain::{
    sender::{Fate, Sender, Ticket},
    views, Block, Call,
};
use subxt::{
    ext::scale_decode::{self, DecodeAsType},
    utils::AccountId32,
};
use subxt_signer::sr25519::dev;

/// More than nothing for a transaction that fills half a block, and less than the first tip that a worker offers for one that
/// does not: what counts is the tip for what is taken of a block.
const MODEST: u128 = OPG / 1_000;
/// More than all that a worker ever offers, for half a block, too.
const LAVISH: u128 = 1_000 * OPG;
/// The most that a worker offers.
const MOST_TIP: u128 = OPG / 100;
/// Blocks after which somebody is told.
const STALLED: u32 = 20;

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "scale_decode")]
struct TransactionFeePaid {
    who: AccountId32,
    tip: u128,
}

/// The best block, as soon as it is another one. A node that was just started may not answer yet.
async fn block_after(world: &World, last: Option<Block>) -> Block {
    until("a block", async || world.chain.best().await.ok().filter(|best| Some(*best) != last))
        .await
}

/// Sees to what was handed in, block by block, until it is in one: answers with that block, and whether it was said to be
/// stalled meanwhile.
async fn seen_to(world: &World, sender: &mut Sender, ticket: Ticket) -> (Block, bool) {
    let (mut last, mut stalled) = (None, false);
    for _ in 0..100 {
        let best = block_after(world, last).await;
        last = Some(best);
        let Ok(fates) = sender.see(best).await else { continue };
        stalled |= sender.is_stalled();
        if let Some((_, fate)) = fates.into_iter().find(|(of, _)| *of == ticket) {
            assert_eq!(fate, Fate::Included);
            return (best, stalled);
        }
    }
    panic!("in none of a hundred blocks");
}

fn remark() -> Call {
    Call::new("System", "remark", b"in a block".to_vec())
}

/// What Alice's last transaction before this block has offered besides its fee.
async fn tip_paid(world: &World, mut block: Block) -> u128 {
    let alice = dev::alice().public_key().to_account_id();
    loop {
        let paid: Vec<TransactionFeePaid> = world
            .chain
            .happened(block.hash, "TransactionPayment", "TransactionFeePaid")
            .await
            .unwrap();
        if let Some(paid) = paid.into_iter().find(|paid| paid.who == alice) {
            return paid.tip;
        }
        block = world.chain.block_at(block.parent).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn transaction_that_a_killed_node_has_forgotten_should_be_handed_in_again() {
    let mut world = World::empty().await;
    let mut sender = world.asker();
    // Just after a block there are seconds until the next. A node that is killed may lose the last one, but none that is
    // final.
    let before = world.chain.best().await.unwrap();
    until("a block", async || {
        (world.chain.best().await.unwrap().number > before.number + 3).then_some(())
    })
    .await;
    let at = world.chain.finalised().await.unwrap();
    let ticket = sender.send(&remark(), at).await.unwrap();
    world.node.process.kill();
    world.node.revive();
    let (block, stalled) = seen_to(&world, &mut sender, ticket).await;
    println!("decided by block {}, seen in {}", at.number, block.number);
    assert!(block.number > at.number + 4, "the node had not forgotten it");
    assert!(!stalled);
    assert_eq!(tip_paid(&world, block).await, 0, "nobody else wanted the room");
}

#[tokio::test(flavor = "multi_thread")]
async fn transaction_that_others_outbid_should_offer_more_and_say_so_if_that_does_not_help() {
    let world = World::empty().await;
    let mut sender = world.asker();
    let crowd = Crowd::new(&world.chain, dev::ferdie(), MODEST).await;
    let full = until("a full block", async || {
        let best = world.chain.best().await.unwrap();
        let block = world.chain.client().blocks().at(best.hash).await.unwrap();
        let all = block.extrinsics().await.unwrap();
        (all.iter().any(|one| one.bytes().len() > 1 << 20)).then_some(best)
    })
    .await;
    let ticket = sender.send(&remark(), full).await.unwrap();
    let (block, stalled) = seen_to(&world, &mut sender, ticket).await;
    let tip = tip_paid(&world, block).await;
    println!("in a block after {} others, for a tip of {tip}", block.number - full.number);
    assert!(block.number >= full.number + 8, "there was room for it without a tip");
    assert!(!stalled && tip > 0 && tip <= MOST_TIP, "{stalled} {tip}");

    // Against somebody who pays anything it does not help, and is not tried for ever.
    drop(crowd);
    let crowd = Crowd::new(&world.chain, dev::eve(), LAVISH).await;
    let at = world.chain.best().await.unwrap();
    let ticket = sender.send(&remark(), at).await.unwrap();
    let mut stalled = at;
    while !sender.is_stalled() {
        stalled = block_after(&world, Some(stalled)).await;
        assert_eq!(sender.see(stalled).await.unwrap(), [], "there was room for it");
    }
    assert!((STALLED..STALLED + 20).contains(&(stalled.number - at.number)), "{stalled:?} {at:?}");
    drop(crowd);
    let (block, _) = seen_to(&world, &mut sender, ticket).await;
    let paid = tip_paid(&world, block).await;
    println!("in a block after {} others, for a tip of {paid}", block.number - at.number);
    assert!(paid >= tip && paid <= MOST_TIP, "{paid}");
    assert!(!sender.is_stalled());
}

/// What a worker has to say of its offers waits like anybody's transaction. What it answers does not wait behind that.
#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_transaction_is_in_no_block_for_a_minute_should_say_so_and_answer() {
    let world = World::new(1, Digits::claim).await;
    let other = Hash::repeat_byte(7);
    let me = Person { chain: world.chain.clone(), key: server(0) };
    register(&world.alice, other, 100, &world.digits.claim()).await;
    let place = world.place(0, 5, 8);
    let mut worker = world.at_work(&place);
    // Of an input that is nowhere yet.
    let image = world.digits.image(5);
    let address = opg_store::Address::of(&image);
    let input = Data::Blob { hash: address.0.into(), bytes: image.len() as u64 };
    let order = world.order(input, Assurance::Bonded, 400);
    let mut asker = world.asker();
    let ticket = asker.send(&order, world.chain.best().await.unwrap()).await.unwrap();
    seen_to(&world, &mut asker, ticket).await;
    let job = world.history().await.jobs("Requested")[0];
    // Of what it does not serve: it will withdraw that.
    offer(&me, other, OPG, 3).await;
    let crowd = Crowd::new(&world.chain, dev::ferdie(), LAVISH).await;
    worker.says("withdrawing the offer of what is not served here");
    assert!(place.get("/ready").contains("ready\n"), "{}", place.get("/ready"));
    until("the worker to say that it is stalled", async || {
        place.get("/ready").contains("a transaction is in no block for a minute").then_some(())
    })
    .await;
    assert!(place.get("/metrics").contains("opg_worker_stalled 1\n"));
    assert!(worker.log().contains("was in no block for long: handed in again"));
    world.store.upload(&image);
    let before = world.chain.best().await.unwrap();
    let answered =
        once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
    let right = views::Data::Inline(world.digits.answer(5));
    assert_eq!(answered.workers[0].output, Some(right));
    let took = world.chain.best().await.unwrap().number - before.number;
    println!("answered after {took} blocks");
    assert!(took <= 6, "{took}");
    drop(crowd);
    until("the offer to be withdrawn", async || {
        let offers = offers(&me).await;
        let stands = offers.iter().any(|offer| offer.capacity > 0 && offer.model.0 == other.0);
        (!stands).then_some(())
    })
    .await;
    until("the worker to be ready", async || place.get("/ready").contains("ready\n").then_some(()))
        .await;
}
