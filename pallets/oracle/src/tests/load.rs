//! What it takes to keep a hundred feeds up to date in every block, without a database: for those who look.

use super::*;
use opg_primitives::{feeds, models::Dtype};
use std::time::{Duration, Instant};

const FEEDS: u32 = 100;
const BLOCKS: u32 = 60;

#[test]
#[ignore = "measures; run it alone, with --nocapture"]
fn seven_reporters_with_a_hundred_feeds_in_every_block() {
    run(7, || {
        for _ in 0..FEEDS {
            assert_ok!(Oracle::create_feed(root(), Terms { deviation: 0, ..terms() }));
        }
        for id in 0..FEEDS {
            assert_ok!(Oracle::fund(root(), id, 100 * OPG));
        }
        Share::set(Weight::from_parts(1_000_000, 0));
        blocks(10);
        let (mut spent, mut longest) = (Duration::ZERO, Duration::ZERO);
        for round in 1..=BLOCKS {
            for who in FIRST..FIRST + 7 {
                let value = i64::from(100 + round);
                let all = (0..FEEDS).map(|feed| Observation { feed, round, value }).collect();
                let begin = Instant::now();
                assert_eq!(report(who, all).unwrap().pays_fee, Pays::No);
                let took = begin.elapsed();
                (spent, longest) = (spent + took, longest.max(took));
            }
            System::set_block_number(System::block_number() + 1);
            System::reset_events();
        }
        assert!((0..FEEDS).all(|id| stored(id).latest.unwrap().round == BLOCKS));
        let observations = BLOCKS * 7 * FEEDS;
        println!("{:?} an observation, {longest:?} the longest report", spent / observations);
        let window = |candles| Window {
            feed: 0,
            interval: Interval::Minute,
            candles,
            fields: vec![feeds::Field::Close].try_into().unwrap(),
            dtype: Dtype::F32,
            decimals: 0,
        };
        for _ in 0..400 {
            System::set_block_number(System::block_number() + 20);
            let round = round(0);
            for who in &reporters(0)[..5] {
                assert_ok!(report(*who, vec![Observation { feed: 0, round, value: 100 }]));
            }
            System::reset_events();
        }
        for candles in [1, 16, 64, 256] {
            let begin = Instant::now();
            (0..1_000).for_each(|_| assert!(Oracle::tensor(window(candles)).is_ok()));
            let took = begin.elapsed() / 1_000;
            println!("{took:?} for a tensor of {candles} candles");
        }
    });
}
