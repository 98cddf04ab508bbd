"""A loss of the package as `loss=` of a Keras model."""

import keras
import numpy as np

import lossbook

keras.utils.set_random_seed(0)
generator = np.random.default_rng(0)
x = generator.normal(size=(200, 3)).astype("float32")
y = x @ np.float32([[1.0], [-2.0], [0.5]])
y[:10] += 50  # outliers


def huber(y_true, y_pred):
    return lossbook.huber(y_true, y_pred, delta=0.5)


model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.05), loss=huber)
model.fit(x, y, epochs=40, batch_size=50, verbose=0)
weights = model.get_weights()[0].ravel()

assert np.abs(weights - [1.0, -2.0, 0.5]).max() < 0.1
predicted = model.predict(x, verbose=0)
assert np.isclose(model.evaluate(x, y, verbose=0), huber(y, predicted))
