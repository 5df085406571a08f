use super::*;
use std::{cell::RefCell, collections::BTreeSet};

#[derive(Default)]
struct Memory {
    root: RefCell<Weights>,
    pages: RefCell<BTreeMap<u32, Weights>>,
    read: RefCell<u32>,
}

impl Pages for Memory {
    type Page = Weights;

    fn root(&self) -> Weights {
        self.root.borrow().clone()
    }
    fn set_root(&self, root: &Weights) {
        *self.root.borrow_mut() = root.clone();
    }
    fn page(&self, number: u32) -> Weights {
        *self.read.borrow_mut() += 1;
        self.pages.borrow().get(&number).cloned().unwrap_or_default()
    }
    fn set_page(&self, number: u32, page: &Weights) {
        self.pages.borrow_mut().insert(number, page.clone());
    }
}

fn seed(number: u64) -> H256 {
    H256::from_low_u64_be(number)
}

fn urn_of(weights: &[(Place, u64)]) -> Memory {
    let urn = Memory::default();
    for (place, weight) in weights {
        set(&urn, *place, *weight);
    }
    urn
}

#[test]
fn weight_should_be_what_was_set_and_the_root_its_pages_sums() {
    let urn = urn_of(&[(0, 5), (1, 7), (WIDTH, 11), (PLACES - 1, 13)]);
    assert_eq!([0, 1, 2, WIDTH, PLACES - 1].map(|place| weight(&urn, place)), [5, 7, 0, 11, 13]);
    assert_eq!(urn.root().sum(), 36);
    set(&urn, 1, 0);
    set(&urn, PLACES - 1, 1);
    assert_eq!((urn.root().at(0), urn.root().at(1), urn.root().at(WIDTH - 1)), (5, 11, 1));
    set(&urn, 0, 0);
    assert!(urn.page(0).is_empty(), "an empty page takes no room");
}

#[test]
fn place_beyond_the_last_should_not_be_there() {
    let urn = urn_of(&[(PLACES, 5), (u32::MAX, 5)]);
    assert_eq!(urn.root().sum(), 0);
}

#[test]
fn draw_should_find_each_place_once_and_then_nothing() {
    let places = [0, 1, 2, 127, 128, 129, 5_000, PLACES - 1];
    let urn = urn_of(&places.map(|place| (place, u64::from(place) + 1)));
    for number in 0..200 {
        let mut draw = Draw::new(&urn, seed(number));
        let drawn: BTreeSet<_> = (0..places.len()).map(|_| draw.pick().expect("more")).collect();
        assert_eq!(drawn, places.into_iter().collect());
        assert_eq!(draw.pick(), None);
    }
}

#[test]
fn draw_should_be_by_weight() {
    // Two pages, four places.
    let weights = [(0, 1), (1, 2), (200, 3), (201, 4)];
    let urn = urn_of(&weights);
    let mut counts = BTreeMap::new();
    const DRAWS: u64 = 100_000;
    for number in 0..DRAWS {
        *counts.entry(Draw::new(&urn, seed(number)).pick().unwrap()).or_insert(0u64) += 1;
    }
    for (place, weight) in weights {
        let expected = DRAWS * weight / 10;
        let found = counts[&place];
        // Five standard deviations are below 800.
        assert!(found.abs_diff(expected) < 800, "{place}: {found} of {expected}");
    }
}

#[test]
fn second_draw_should_be_by_the_weights_that_are_left() {
    let urn = urn_of(&[(0, 60), (1, 30), (300, 10)]);
    let mut counts = BTreeMap::new();
    const DRAWS: u64 = 100_000;
    for number in 0..DRAWS {
        let mut draw = Draw::new(&urn, seed(number));
        draw.exclude(0);
        *counts.entry(draw.pick().unwrap()).or_insert(0u64) += 1;
    }
    assert!(counts[&1].abs_diff(DRAWS * 3 / 4) < 800, "{counts:?}");
    assert!(!counts.contains_key(&0));
}

#[test]
fn draw_should_change_nothing() {
    let urn = urn_of(&[(0, 1), (1, 2)]);
    let mut draw = Draw::new(&urn, seed(1));
    draw.exclude(0);
    draw.pick();
    assert_eq!((weight(&urn, 0), weight(&urn, 1), urn.root().sum()), (1, 2, 3));
}

#[test]
fn draw_should_cope_with_the_largest_weights() {
    let most = 1_000_000_000_000;
    let urn = urn_of(&[(0, most), (128, 1), (PLACES - 1, most)]);
    let drawn = (0..1_000).filter_map(|number| Draw::new(&urn, seed(number)).pick());
    assert!(drawn.collect::<BTreeSet<_>>().is_subset(&BTreeSet::from([0, 128, PLACES - 1])));
    let full = urn_of(&[(0, u64::MAX)]);
    assert_eq!(Draw::new(&full, seed(9)).pick(), Some(0));
}

#[test]
fn drawing_among_ten_thousand_should_read_no_more_pages_than_among_ten() {
    for count in [10, 10_000] {
        let urn = urn_of(&(0..count).map(|place| (place, 7)).collect::<Vec<_>>());
        *urn.read.borrow_mut() = 0;
        let mut draw = Draw::new(&urn, seed(3));
        for _ in 0..7 {
            draw.pick();
        }
        assert!(*urn.read.borrow() <= 7, "{} pages", urn.read.borrow());
    }
}

/// An urn whose pages weigh what they could hold as long as they hold anything.
struct Coarse(Memory);

impl Pages for Coarse {
    type Page = Weights;

    fn root(&self) -> Weights {
        self.0.root()
    }
    fn set_root(&self, root: &Weights) {
        self.0.set_root(root);
    }
    fn page(&self, number: u32) -> Weights {
        self.0.page(number)
    }
    fn set_page(&self, number: u32, page: &Weights) {
        self.0.set_page(number, page);
    }
    fn share(page: &Weights) -> u64 {
        if page.is_empty() {
            0
        } else {
            1_000
        }
    }
}

#[test]
fn urn_whose_root_says_something_else_should_draw_only_what_is_there() {
    let urn = Coarse(Memory::default());
    set(&urn, 0, 1);
    set(&urn, 5, 3);
    set(&urn, 130, 2);
    set(&urn, 400, 9);
    set(&urn, 400, 0);
    assert_eq!(urn.root().sum(), 2_000);
    let mut counts = BTreeMap::new();
    for number in 0..40_000 {
        let mut draw = Draw::new(&urn, seed(number));
        *counts.entry(draw.pick().unwrap()).or_insert(0u64) += 1;
        let rest: BTreeSet<_> = std::iter::from_fn(|| draw.pick()).collect();
        assert_eq!(rest.len(), 2);
    }
    assert!(counts[&130].abs_diff(20_000) < 500, "{counts:?}");
    assert!(counts[&5].abs_diff(15_000) < 500, "{counts:?}");
}

#[test]
fn change_should_read_its_page_once_and_see_the_weight_it_had() {
    let urn = urn_of(&[(0, 5), (1, 7)]);
    *urn.read.borrow_mut() = 0;
    change(&urn, 1, |page, weight| {
        assert_eq!((page.sum(), weight), (12, 7));
        weight + 1
    });
    assert_eq!(*urn.read.borrow(), 1);
    assert_eq!((weight(&urn, 1), urn.root().sum()), (8, 13));
}

#[test]
fn root_should_be_left_alone_while_a_pages_share_is_the_same() {
    let urn = Coarse(Memory::default());
    set(&urn, 0, 1);
    urn.0.set_root(&Weights::default());
    set(&urn, 0, 2);
    assert!(urn.root().is_empty(), "it was written");
    set(&urn, 0, 0);
    set(&urn, 0, 2);
    assert_eq!(urn.root().sum(), 1_000);
}

#[test]
fn page_of_a_drawn_place_should_be_as_the_urn_has_it() {
    let urn = urn_of(&[(0, 5), (1, 7)]);
    let mut draw = Draw::new(&urn, seed(1));
    draw.pick();
    draw.pick();
    assert_eq!(draw.page_of(0).map(Weights::sum), Some(12));
    assert_eq!(draw.page_of(WIDTH), None);
}
