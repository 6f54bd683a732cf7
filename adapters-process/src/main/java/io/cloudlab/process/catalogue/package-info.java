/**
 * What the lab directory offers: services with their scripts, inputs, published outputs and active deployments.
 *
 * <p>{@code LabCatalogue} answers from a {@code CatalogueSnapshot}; a snapshot consists of one {@code CatalogueEntry} for each
 * service, which is read again only when the stamps of its files have changed.
 */
@NullMarked
package io.cloudlab.process.catalogue;

import org.jspecify.annotations.NullMarked;
