//! Models, and inputs to ask them with: all test data there is, the least and greatest values, and
//! random ones.

use opg_zk::{
    npy::{archive, Tensor, Values},
    onnx::{import, Edge, Form, Imported},
};
use std::{fs, path::PathBuf};

/// The trained models and the samples they are tested on.
pub const TRAINED: [(&str, &str); 4] = [
    ("digits-logistic", "digits"),
    ("digits-mlp", "digits"),
    ("mnist-mlp", "mnist"),
    ("mnist-lenet", "mnist"),
];
/// Random inputs for each model.
const RANDOM: usize = 300;

/// A model, and what it is asked.
pub struct Case {
    pub name: String,
    pub file: Vec<u8>,
    pub model: Imported,
    /// Numbers of the model's input, as many each as it has.
    pub samples: Vec<Vec<f32>>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../models")
}

fn read(name: &str) -> Vec<u8> {
    let path = folder().join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The test data of an archive.
fn data(name: &str) -> Tensor {
    archive(&read(name)).expect("it is an archive").remove("x").expect("it has inputs")
}

/// The trained models.
pub fn trained() -> Vec<Case> {
    let case = |(name, samples): (&str, &str)| {
        Case::new(name, &format!("{name}.q.onnx"), data(&format!("{samples}.npz")))
    };
    TRAINED.map(case).into()
}

/// A model for each operator.
pub fn operators() -> Vec<Case> {
    let files = fs::read_dir(folder().join("operators")).expect("there are operators");
    let files = files.map(|file| file.expect("it can be read").file_name());
    let files = files.filter_map(|file| file.into_string().ok());
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.strip_suffix(".onnx")?.to_string())).collect();
    names.sort();
    let case = |name: &String| {
        let of = |kind: &str| format!("operators/{name}.{kind}");
        Case::new(name, &of("onnx"), data(&of("npz")))
    };
    names.iter().map(case).collect()
}

impl Case {
    fn new(name: &str, file: &str, data: Tensor) -> Self {
        let file = read(file);
        let model = import(&file).unwrap_or_else(|why| panic!("{name}: {why}"));
        let mut case = Self { name: name.into(), file, model, samples: Vec::new() };
        let size = case.input().size();
        case.samples = data.floats().chunks(size).map(<[f32]>::to_vec).collect();
        case.add_extremes(size);
        case.add_random(size);
        case
    }

    pub fn input(&self) -> &Edge {
        let [edge] = &self.model.inputs[..] else { panic!("{}: one input", self.name) };
        edge
    }

    pub fn output(&self) -> &Edge {
        let [edge] = &self.model.outputs[..] else { panic!("{}: one output", self.name) };
        edge
    }

    fn add_extremes(&mut self, size: usize) {
        let form = self.input().form;
        for byte in [0, 1, 127, 128, 129, 254, 255] {
            self.samples.push(vec![form.real(byte); size]);
        }
        // Least beside greatest, and the other way round.
        for first in [0u8, 255] {
            let byte = |at: usize| if at.is_multiple_of(2) { first } else { 255 - first };
            self.samples.push((0..size).map(|at| form.real(byte(at))).collect());
        }
        if let Form::Float { .. } = form {
            let ends = [1e9, -1e9, f32::MAX, f32::MIN, f32::MIN_POSITIVE, -0.0];
            self.samples.extend(ends.map(|real| vec![real; size]));
        }
    }

    /// Floats come in eighths of a byte's step, so that many are half way between two bytes, and reach
    /// beyond both ends.
    fn add_random(&mut self, size: usize) {
        let form = self.input().form;
        let mut random = Random(size as u64);
        let mut real = || match form {
            Form::Float { exponent, zero } => {
                let eighths = random.below(8 * 300) as f32 / 8.0 - 22.0;
                (eighths - f32::from(zero)) * (exponent as f32).exp2()
            },
            _ => form.real(random.below(256) as u8),
        };
        for _ in 0..RANDOM {
            self.samples.push((0..size).map(|_| real()).collect());
        }
    }

    /// A sample in bytes.
    pub fn inputs(&self, sample: &[f32]) -> Vec<u8> {
        let byte = |real: &f32| self.input().form.byte(*real).expect("samples have bytes");
        sample.iter().map(byte).collect()
    }

    /// What our reference answers.
    pub fn answer(&self, sample: &[f32]) -> Vec<u8> {
        self.model.program.run(&self.inputs(sample))
    }

    /// A sample as the model's input is declared.
    pub fn values(&self, sample: &[f32]) -> Values {
        match self.input().form {
            Form::Byte => Values::U8(sample.iter().map(|real| *real as u8).collect()),
            Form::Signed => Values::I8(sample.iter().map(|real| *real as i8).collect()),
            Form::Float { .. } => Values::F32(sample.to_vec()),
            Form::Place => Values::I64(sample.iter().map(|real| *real as i64).collect()),
        }
    }

    /// What a peer answered, in bytes; an error if a number is none that a byte stands for.
    pub fn bytes(&self, answer: &Values) -> Result<Vec<u8>, String> {
        let reals: Vec<f32> = match (answer, self.output().form) {
            (Values::U8(values), Form::Byte) => return Ok(values.clone()),
            (Values::I8(values), Form::Signed) => values.iter().map(|v| f32::from(*v)).collect(),
            (Values::I64(values), Form::Place) => values.iter().map(|v| *v as f32).collect(),
            (Values::F32(values), Form::Float { .. }) => values.clone(),
            (_, form) => return Err(format!("its answer is not of the form {form:?}")),
        };
        let form = self.output().form;
        let byte = |real: &f32| {
            let byte = form.byte(*real).filter(|byte| form.real(*byte) == *real);
            byte.ok_or(format!("no byte stands for {real}"))
        };
        reals.iter().map(byte).collect()
    }
}

/// A small generator, so that a failure can be repeated (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}
