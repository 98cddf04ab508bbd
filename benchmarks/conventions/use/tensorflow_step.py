"""A loss of the package in a training step of TensorFlow, which is told its gradient.

A Keras model on TensorFlow takes it too, compiled with jit_compile=False.
"""

import numpy as np
import tensorflow as tf

import lossbook


@tf.custom_gradient
def huber(y_true, y_pred):
    def numbers(function, shape):
        def call(y, p):
            return np.asarray(function(y, p, delta=0.5), p.dtype)

        result = tf.numpy_function(call, [y_true, y_pred], y_pred.dtype)
        return tf.ensure_shape(result, shape)

    slope = numbers(lossbook.huber.gradient, y_pred.shape)
    return numbers(lossbook.huber, []), lambda above: (None, above * slope)


tf.random.set_seed(0)
x = tf.random.normal([200, 3])
y = tf.linalg.matvec(x, [1.0, -2.0, 0.5])
y = tf.concat([y[:10] + 50, y[10:]], 0)  # outliers

weights = tf.Variable(tf.zeros(3))


@tf.function
def step(rate):
    with tf.GradientTape() as tape:
        loss = huber(y, tf.linalg.matvec(x, weights))
    weights.assign_sub(rate * tape.gradient(loss, weights))


for _ in range(200):
    step(1.0)

assert np.abs(weights - [1.0, -2.0, 0.5]).max() < 0.1
