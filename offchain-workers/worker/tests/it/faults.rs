//! What goes wrong around a worker: what it depends on is killed, blobs are damaged, the disk is full,
//! clocks jump. Each request still has its one end, nobody who is honest pays, and the log says why.

use crate::common::{
    clock::Clock,
    load::{Load, Random},
    market::{is_over, offers, once, request, Digits},
    people::Person,
    processes::kill,
    until,
    world::World,
};
use opg_primitives::market::{Assurance, Data, JobId};
use opg_worker::chain::views::{self, Decline, End, Phase, Reason, Standing};
use std::{fs, path::PathBuf, process::Command, time::Duration};

/// Blocks that workers have.
const TIME: u32 = 20;

/// Kills the node, the store and engines' processes of three workers, each so often, while requests keep coming.
async fn kill_what_workers_depend_on(times: usize) {
    let mut world = World::new(3, Digits::claim).await;
    let places: Vec<_> = (0..3).map(|number| world.place(number, 5, 64)).collect();
    let mut workers: Vec<_> = places.iter().map(|place| world.at_work(place)).collect();
    let (mut load, mut random) = (Load::new(&world, TIME), Random::new());
    let mut left = [times; 3];
    while left.iter().sum::<usize>() > 0 {
        load.run(&world, Duration::from_millis(500 + random.below(4_000))).await;
        let victim = random.below(3) as usize;
        if left[victim] == 0 {
            continue;
        }
        left[victim] -= 1;
        let pause = Duration::from_millis(random.below(3_000));
        match victim {
            0 => {
                world.node.process.kill();
                tokio::time::sleep(pause).await;
                world.node.revive();
            },
            1 => {
                world.store.process.kill();
                tokio::time::sleep(pause).await;
                world.store.revive();
            },
            _ => {
                let engines: Vec<_> =
                    workers.iter().flat_map(|worker| worker.children("opg-engine")).collect();
                assert!(!engines.is_empty(), "no worker has an engine");
                kill(engines[random.below(engines.len() as u64) as usize]);
            },
        }
    }
    load.end(&world).await;
    for worker in &mut workers {
        let status = worker.end(Duration::from_secs(120));
        assert!(status.success(), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn node_store_and_engines_that_are_killed_should_cost_nobody_a_request() {
    kill_what_workers_depend_on(4).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "sixty kills take ten minutes"]
async fn node_store_and_engines_that_are_killed_twenty_times_each_should_cost_nobody_a_request() {
    kill_what_workers_depend_on(20).await;
}

/// Asks for an answer to a blob that a store is to have.
async fn asked(world: &World, blob: opg_store::Address, bytes: usize, time: u32) -> JobId {
    let input = Data::Blob { hash: blob.0.into(), bytes: bytes as u64 };
    let before = world.history().await.jobs("Requested");
    let mut asker = world.asker();
    let order = world.order(input, Assurance::Bonded, time);
    asker.send(&order, world.chain.best().await.unwrap()).await.unwrap();
    until("the request", async || {
        let now = world.history().await.jobs("Requested");
        now.into_iter().find(|job| !before.contains(job))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn blobs_that_a_store_has_lost_or_damaged_should_never_be_answered_from() {
    let world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 16);
    // The model first: nothing is promised with it.
    let model = world.store.file_of(opg_store::Address::of(&world.digits.file));
    let mut half = world.digits.file.clone();
    half.truncate(half.len() / 2);
    fs::write(&model, half).unwrap();
    let mut worker = place.start();
    let status = worker.ends(Duration::from_secs(60));
    let log = worker.own_log();
    assert!(!status.success() && log.contains("does not give the model"), "{status}: {log}");
    // The store has put it aside, and takes a right one.
    world.store.upload(&world.digits.file);
    let mut worker = world.at_work(&place);

    type Damage = fn(PathBuf, Vec<u8>);
    let damages: [Damage; 4] = [
        |file, _| fs::remove_file(file).unwrap(),
        |file, bytes| fs::write(file, &bytes[..100]).unwrap(),
        |file, _| fs::write(file, []).unwrap(),
        |file, mut bytes| {
            bytes[77] ^= 1;
            fs::write(file, bytes).unwrap();
        },
    ];
    let mut jobs = Vec::new();
    for (image, damage) in damages.into_iter().enumerate() {
        let bytes = world.digits.image(image);
        let address = world.store.upload(&bytes);
        let length = bytes.len();
        damage(world.store.file_of(address), bytes);
        jobs.push((image, asked(&world, address, length, 15).await));
    }
    for (image, job) in &jobs {
        let over = once(&world.alice, *job, "the end", is_over).await;
        let standing = over.workers[0].standing;
        assert_eq!(standing, Standing::Declined(Decline::InputUnavailable), "image {image}");
        let end = End::Refunded(Reason::Unanswerable);
        assert!(matches!(over.phase, Phase::Done { end: found, .. } if found == end), "{over:?}");
        let why = format!("an input is missing; looking again job={job} text=");
        assert!(worker.log().contains(&why), "{why}");
    }
    // Whoever has it may bring it again.
    for (image, _) in jobs {
        let bytes = world.digits.image(image);
        let job = asked(&world, world.store.upload(&bytes), bytes.len(), 15).await;
        let answered =
            once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some()).await;
        let right = views::Data::Inline(world.digits.answer(image));
        assert_eq!(answered.workers[0].output, Some(right), "image {image}");
    }
    assert!(worker.end(Duration::from_secs(120)).success());
    world.history().await.assert_ended_well();
}

/// A small disk, gone with the test.
struct Disk(PathBuf);

impl Disk {
    /// Nothing if this account may not mount any.
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(&at);
        mount.status().is_ok_and(|status| status.success()).then_some(Self(at))
    }

    fn fill(&self) {
        let mut file = fs::File::create(self.0.join("ballast")).unwrap();
        let error = std::io::copy(&mut std::io::repeat(7), &mut file).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{error}");
    }

    fn empty(&self) {
        fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a process may be about to end there.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn worker_whose_disk_is_full_should_decline_in_time_and_answer_when_there_is_room() {
    let world = World::new(1, Digits::claim).await;
    let place = world.place(0, 5, 16);
    let Some(disk) = Disk::mount(place.folder.join("data")) else {
        let is_left_out = std::env::var_os("OPG_NO_MOUNT").is_some();
        assert!(
            is_left_out,
            "no small disk can be mounted here, so this cannot be seen: run it as root, or set OPG_NO_MOUNT=1"
        );
        return;
    };
    let mut worker = world.at_work(&place);
    let ask = async |image| {
        let input = world.digits.image(image);
        request(&world.alice, world.digits.hash, input, Assurance::Bonded, TIME).await
    };
    disk.fill();
    let job = ask(0).await;
    let over = once(&world.alice, job, "the end", is_over).await;
    assert_eq!(over.workers[0].standing, Standing::Declined(Decline::ResourceLimit));
    assert!(worker.log().contains("nothing is taken on until the journal can be written"));

    disk.empty();
    let free = async || {
        let offers = offers(&Person::dave(&world.chain)).await;
        offers.iter().any(|offer| offer.capacity > 0).then_some(())
    };
    until("it to offer something again", free).await;
    let job = ask(1).await;
    let answered = once(&world.alice, job, "an answer", |job| job.workers[0].output.is_some());
    assert_eq!(answered.await.workers[0].output, Some(views::Data::Inline(world.digits.answer(1))));
    assert!(worker.end(Duration::from_secs(120)).success());
    world.history().await.assert_ended_well();
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_jump_should_cost_nobody_a_request() {
    const DAY: i64 = 24 * 60 * 60;
    let mut world = World::new(3, Digits::claim).await;
    let clocks: Vec<_> = ["node", "ahead", "behind"]
        .map(|name| {
            let folder = world.folder.path().join(format!("clock-{name}"));
            fs::create_dir_all(&folder).unwrap();
            Clock::new(&folder)
        })
        .into();
    let [of_node, ahead, behind] = &clocks[..] else { panic!("there are three") };
    assert!(world.node.process.end(Duration::from_secs(30)).success());
    world.node.revive_by(of_node);
    let mut workers = Vec::new();
    for (number, clock) in [ahead, behind, of_node].into_iter().enumerate() {
        let mut worker = world.place(number, 5, 64).start_by(clock);
        worker.says("at work");
        workers.push(worker);
    }
    let mut load = Load::new(&world, TIME);
    load.run(&world, Duration::from_secs(10)).await;
    ahead.set(DAY);
    behind.set(-DAY);
    load.run(&world, Duration::from_secs(10)).await;
    // A node makes no blocks in a past that it has seen, so its clock can only jump one way. Here it misses as many
    // blocks as two of its epochs have.
    of_node.set(20 * 60);
    load.run(&world, Duration::from_secs(20)).await;
    ahead.set(0);
    behind.set(DAY);
    load.run(&world, Duration::from_secs(10)).await;
    load.end(&world).await;
    for worker in &mut workers {
        let status = worker.end(Duration::from_secs(120));
        assert!(status.success(), "{status}");
    }
}
